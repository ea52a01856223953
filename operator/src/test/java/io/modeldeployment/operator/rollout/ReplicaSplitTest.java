package io.modeldeployment.operator.rollout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplicaSplitTest {
    @ParameterizedTest(name = "{1} % of {0} pods are {2} beside {3}")
    @CsvSource({
        "10, 10, 1, 9",
        "10, 90, 9, 1",
        "10, 1, 1, 10",
        "10, 99, 10, 1",
        "10, 50, 5, 5",
        "3, 50, 2, 2",
        "3, 10, 1, 3",
        "2, 10, 1, 2",
        "2, 50, 1, 1",
        "1, 10, 1, 1",
        "1, 90, 1, 1",
        "0, 10, 1, 1",
        "4, 0, 1, 4",
        "4, 100, 4, 0",
        "0, 100, 1, 0"
    })
    void nearestSplit(int replicas, int weight, int candidate, int stable) {
        assertEquals(new ReplicaSplit(candidate, stable), ReplicaSplit.nearest(replicas, weight));
    }

    @Test
    void noSplitOfAsManyPodsOrOneMoreIsNearer() {
        for (int replicas = 1; replicas <= 30; replicas++) {
            for (int weight = 1; weight < 100; weight++) {
                ReplicaSplit split = ReplicaSplit.nearest(replicas, weight);
                int total = split.candidate() + split.stable();
                String what = weight + " % of " + replicas + ": " + split;

                assertTrue(total == Math.max(2, replicas) || total == replicas + 1, what);
                assertTrue(split.candidate() >= 1 && split.stable() >= 1, what);
                for (int pods = Math.max(2, replicas); pods <= replicas + 1; pods++) {
                    for (int candidate = 1; candidate < pods; candidate++) {
                        double other = Math.abs(new ReplicaSplit(candidate, pods - candidate).percent() - weight);
                        assertTrue(Math.abs(split.percent() - weight) <= other, what);
                    }
                }
            }
        }
    }

    @Test
    void whatReplicasAllowIsSaidWhileTrafficIsSharedByTheirRatio() {
        RolloutPolicy two = Fixture.policy("v2", 2, Fixture.canary());
        assertEquals(Optional.of(33), two.possibleShare(10));
        assertEquals(Optional.of(50), two.possibleShare(50));
        assertEquals(Optional.empty(), two.possibleShare(0));
        assertEquals(Optional.empty(), two.possibleShare(100));
        assertEquals(Optional.of(10), Fixture.policy("v2", 10, Fixture.canary()).possibleShare(10));
    }

    @Test
    void moreWeightNeverMeansASmallerShare() {
        for (int replicas = 1; replicas <= 30; replicas++) {
            for (int weight = 2; weight < 100; weight++) {
                double less = ReplicaSplit.nearest(replicas, weight - 1).percent();
                double more = ReplicaSplit.nearest(replicas, weight).percent();
                assertTrue(more >= less, replicas + " pods, " + weight + " %: " + more + " after " + less);
            }
        }
    }
}
