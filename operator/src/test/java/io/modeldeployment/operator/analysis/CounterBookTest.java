package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CounterBookTest {
    private static Map<Metric, ArmCounts> counted(long requests, long failed) {
        return Map.of(Metric.ERROR_RATE, new ArmCounts(requests, Map.of("", failed)));
    }

    private static ArmCounts between(
            Map<String, Map<Metric, ArmCounts>> before, Map<String, Map<Metric, ArmCounts>> now) {
        return new CounterBook(before).until(new CounterBook(now)).getOrDefault(Metric.ERROR_RATE, ArmCounts.NONE);
    }

    @Test
    void addsWhatEachPodCountedSince() {
        ArmCounts block = between(
                Map.of("a", counted(100, 1), "b", counted(50, 0)), Map.of("a", counted(110, 3), "b", counted(55, 0)));
        assertEquals(new ArmCounts(15, Map.of("", 2L)), block);
    }

    @Test
    void aPodSeenForTheFirstTimeCountsFromThenOn() {
        assertEquals(
                new ArmCounts(10, Map.of("", 0L)),
                between(Map.of("a", counted(0, 0)), Map.of("a", counted(10, 0), "b", counted(999, 99))));
    }

    @Test
    void aPodThatIsGoneTakesTheRestWithIt() {
        assertEquals(ArmCounts.NONE, between(Map.of("a", counted(10, 0)), Map.of()));
    }

    @Test
    void allThatAServerCountedSinceItsRestartIsNew() {
        assertEquals(
                new ArmCounts(4, Map.of("", 1L)), between(Map.of("a", counted(100, 2)), Map.of("a", counted(4, 1))));
    }

    @Test
    void neverCountsLessThanNothingNorMoreThanWasServed() {
        Random random = new Random(7);
        Map<String, long[]> truth = new HashMap<>();
        CounterBook before = CounterBook.EMPTY;
        for (int step = 0; step < 2000; step++) {
            long served = serveAndRestart(truth, random);
            Map<String, Map<Metric, ArmCounts>> now = new HashMap<>();
            truth.forEach((pod, counts) -> now.put(pod, counted(counts[0], counts[1])));
            CounterBook next = new CounterBook(now);
            ArmCounts block = before.until(next).getOrDefault(Metric.ERROR_RATE, ArmCounts.NONE);
            assertTrue(block.requests() <= served, "step " + step);
            before = next;
        }
    }

    private static long serveAndRestart(Map<String, long[]> pods, Random random) {
        pods.keySet().removeIf(pod -> random.nextInt(10) == 0);
        if (pods.size() < 3) {
            pods.put("pod-" + random.nextInt(1_000_000), new long[2]);
        }
        long served = 0;
        for (var pod : pods.entrySet()) {
            if (random.nextInt(8) == 0) {
                pod.setValue(new long[2]);
            }
            int requests = random.nextInt(20);
            pod.getValue()[0] += requests;
            pod.getValue()[1] += requests == 0 ? 0 : random.nextInt(requests + 1);
            served += requests;
        }
        return served;
    }
}
