package io.modeldeployment.operator.schedule;

import static io.modeldeployment.operator.schedule.Cards.needs;
import static io.modeldeployment.operator.schedule.Cards.node;
import static io.modeldeployment.operator.schedule.Cards.on;
import static io.modeldeployment.operator.schedule.Cards.waiting;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many more pods fit onto nodes, and what is said where none does. */
class PoolTest {
    private static Vacancy vacancy(List<NodeView> nodes, List<PodView> pods, Demand demand) {
        return Pool.of(nodes, pods, 0).vacancy(demand);
    }

    @Test
    void whatIsFreeOnEachNodeCountsAndNotTheSum() {
        var nodes = List.of(node("a", 8), node("b", 8));
        var pods = List.of(on("a", 5), on("b", 6));
        assertEquals(3 + 2, vacancy(nodes, pods, needs(1)).pods());
        assertEquals(1 + 1, vacancy(nodes, pods, needs(2)).pods());
        assertEquals(1, vacancy(nodes, pods, needs(3)).pods());
        assertEquals(
                new Vacancy(
                        0,
                        "0 of 2 nodes: 2 have too few free nvidia.com/gpu (11 of 16 in use); 5 of 16 nvidia.com/gpu are free"),
                vacancy(nodes, pods, needs(4)));
    }

    @Test
    void rule19_aPodThatWasToldToGoHoldsItsCardUntilItIsGone() {
        var terminating = on("a", 1);
        assertEquals(
                0,
                vacancy(List.of(node("a", 1)), List.of(terminating), needs(1)).pods());
        assertEquals(1, vacancy(List.of(node("a", 1)), List.of(), needs(1)).pods());
    }

    @Test
    void everyReasonIsSaidOnceWithItsNodesCounted() {
        var nodes = List.of(
                node("full", 2),
                node("fuller", 2),
                new NodeView("plain", Map.of(Cards.PRODUCT, "H100"), List.of(), true, false, Cards.amounts(64, 0)),
                new NodeView("other", Map.of(Cards.PRODUCT, "A100"), List.of(), true, false, Cards.amounts(64, 2)),
                new NodeView(
                        "shares", Map.of(Cards.PRODUCT, "H100-SHARED"), List.of(), true, false, Cards.amounts(64, 8)));
        assertEquals(
                "0 of 5 nodes: 2 have too few free nvidia.com/gpu (4 of 4 in use), 1 has no nvidia.com/gpu, 1 lacks the"
                        + " label nvidia.com/gpu.product=H100, 1 shares its cards (the product there is H100-SHARED);"
                        + " 10 of 14 nvidia.com/gpu are free",
                vacancy(nodes, List.of(on("full", 2), on("fuller", 2)), needs(1, "H100"))
                        .why());
    }

    @Test
    void nodesThatTakeNobodyAreToldApart() {
        var taint = new Taint("team", "vision", "NoExecute");
        var nodes = List.of(
                new NodeView("silent", Map.of(), List.of(), false, false, Cards.amounts(1, 1)),
                new NodeView("cordoned", Map.of(), List.of(), true, true, Cards.amounts(1, 1)),
                new NodeView("tainted", Map.of(), List.of(taint), true, false, Cards.amounts(1, 1)),
                new NodeView("apart", Map.of(), List.of(), true, false, Cards.amounts(1, 1)),
                new NodeView("busy", Map.of(), List.of(), true, false, Cards.amounts(0, 1)));
        var demand = new Demand(Cards.amounts(1, 1), Map.of(), List.of(), Set.of("apart"));
        assertEquals(
                "0 of 5 nodes: 1 has no cpu, 1 has pods of other revisions, which antiAffinity keeps off, 1 has the taint"
                        + " team=vision:NoExecute that is not tolerated, 1 is cordoned off, 1 is not ready; 5 of 5"
                        + " nvidia.com/gpu are free",
                vacancy(nodes, List.of(), demand).why());
        assertEquals(
                "0 of 0 nodes: the cluster has none; 0 of 0 nvidia.com/gpu are free",
                vacancy(List.of(), List.of(), demand).why());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "nvidia.com/gpu | Exists | '' | NoSchedule | true",
                "nvidia.com/gpu | Exists | '' | '' | true",
                "'' | Exists | '' | '' | true",
                "'' | Equal | yes | '' | false",
                "nvidia.com/gpu | Equal | yes | NoSchedule | true",
                "nvidia.com/gpu | '' | yes | NoSchedule | true",
                "nvidia.com/gpu | Equal | no | NoSchedule | false",
                "nvidia.com/gpu | Exists | '' | NoExecute | false",
                "amd.com/gpu | Exists | '' | NoSchedule | false",
                "nvidia.com/gpu | Gt | 5 | NoSchedule | false",
            })
    void tolerations(String key, String operator, String value, String effect, boolean covers) {
        var taint = new Taint("nvidia.com/gpu", "yes", "NoSchedule");
        var node = new NodeView("a", Map.of(), List.of(taint), true, false, Cards.amounts(8, 1));
        var demand = new Demand(
                Cards.amounts(1, 1), Map.of(), List.of(new Tolerance(key, operator, value, effect)), Set.of());
        assertEquals(covers ? 1 : 0, vacancy(List.of(node), List.of(), demand).pods());
    }

    @Test
    void aPreferenceKeepsNobodyOffAndACordonCanBeTolerated() {
        var preference = new Taint("a", "", "PreferNoSchedule");
        var cordon = new Tolerance("node.kubernetes.io/unschedulable", "Exists", "", "NoSchedule");
        var node = new NodeView("a", Map.of(), List.of(preference), true, true, Cards.amounts(8, 1));
        var demand = new Demand(Cards.amounts(1, 1), Map.of(), List.of(cordon), Set.of());
        assertEquals(1, vacancy(List.of(node), List.of(), demand).pods());
    }

    @Test
    void podsThatTheSchedulerServesFirstAreCountedIn() {
        var nodes = List.of(node("a", 2));
        var first = waiting(1, 5);
        assertEquals(1, Pool.of(nodes, List.of(first), 0).vacancy(needs(1)).pods());
        assertEquals(2, Pool.of(nodes, List.of(first), 6).vacancy(needs(1)).pods());
        var gated = new PodView(Optional.empty(), needs(1), 5, false);
        assertEquals(2, Pool.of(nodes, List.of(gated), 0).vacancy(needs(1)).pods());
        var tooBig = waiting(3, 5);
        assertEquals(2, Pool.of(nodes, List.of(tooBig), 0).vacancy(needs(1)).pods());
    }

    @Test
    void aPlacedPodTakesExactlyItsRoomAndNeverMoreThanThereIs() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
        for (int run = 0; run < 2000; run++) {
            var nodes = new ArrayList<NodeView>();
            var pods = new ArrayList<PodView>();
            for (int i = 0; i < 1 + random.nextInt(4); i++) {
                nodes.add(node("n" + i, random.nextInt(9)));
                if (random.nextBoolean()) {
                    pods.add(on("n" + i, random.nextInt(9)));
                }
            }
            Pool pool = Pool.of(nodes, pods, 0);
            Demand demand = needs(1 + random.nextInt(3));
            int room = pool.vacancy(demand).pods();
            int taken = random.nextInt(room + 1);
            assertEquals(room - taken, pool.with(demand, taken).vacancy(demand).pods());
            assertEquals(0, pool.with(demand, room + 5).vacancy(demand).pods());
            Demand other = needs(1 + random.nextInt(3));
            assertTrue(pool.with(demand, taken).vacancy(other).pods()
                    <= pool.vacancy(other).pods());
            assertEquals(room == 0, pool.vacancy(demand).why().startsWith("0 of " + nodes.size() + " nodes"));
        }
    }
}
