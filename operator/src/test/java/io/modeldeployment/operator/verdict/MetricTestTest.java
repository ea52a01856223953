package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

class MetricTestTest {
    private static final double ALPHA = 0.05;
    private static final double[] BOUNDS = {0.025, 0.05, 0.1, 0.2, 0.4, 0.8};

    @Test
    void oneEventIsItsOwnTest() {
        Block block = new Block(90, 1, 10, 2);
        MetricTest test =
                MetricTest.of(Metric.ERROR_RATE).next(MetricBlock.of(block)).next(MetricBlock.of(block));

        assertEquals(ProportionTest.START.next(block).next(block).logE(), test.logE(), 1e-12);
        assertEquals(new Samples(180, 20), test.samples());
    }

    @Test
    void severalBoundsAreAveraged() {
        Block fast = new Block(100, 50, 20, 12);
        Block slow = new Block(100, 2, 20, 1);
        MetricTest test = MetricTest.of(Metric.LATENCY)
                .next(new MetricBlock(
                        new ArmCounts(100, Map.of("0.1", 50L, "0.5", 2L)),
                        new ArmCounts(20, Map.of("0.1", 12L, "0.5", 1L))));

        double mean = (Math.exp(ProportionTest.START.next(fast).logE())
                        + Math.exp(ProportionTest.START.next(slow).logE()))
                / 2;
        assertEquals(mean, Math.exp(test.logE()), 1e-12);
    }

    private static MetricTest seconds(MetricTest test, int count, long slowOfCandidate) {
        MetricTest after = test;
        for (int i = 0; i < count; i++) {
            after = after.next(new MetricBlock(
                    new ArmCounts(33, Map.of("0.1", 10L, "1.0", 0L)),
                    new ArmCounts(17, Map.of("0.1", Math.max(5, slowOfCandidate), "1.0", slowOfCandidate))));
        }
        return after;
    }

    @Test
    void aStallOfAPodIsNoAlarmHoweverManyRequestsWaitForIt() {
        double alarm = -Math.log(0.01 / 3);

        MetricTest stalled = seconds(seconds(MetricTest.of(Metric.LATENCY), 20, 0), 4, 17);

        assertTrue(stalled.peak() < alarm, () -> "log E " + stalled.peak());
        MetricTest over = seconds(stalled, 60, 0);
        assertTrue(over.peak() < alarm, () -> "log E " + over.peak());
    }

    @Test
    void aCandidateThatStaysSlowIsFoundWithinSeconds() {
        MetricTest slow = seconds(seconds(MetricTest.of(Metric.LATENCY), 20, 0), 10, 17);

        assertTrue(slow.peak() >= -Math.log(0.01 / 3), () -> "log E " + slow.peak());
    }

    @Test
    void onlyBoundsThatBothArmsHaveAreCompared() {
        MetricTest test = MetricTest.of(Metric.LATENCY)
                .next(new MetricBlock(
                        new ArmCounts(100, Map.of("0.1", 50L, "0.5", 2L)),
                        new ArmCounts(20, Map.of("0.1", 12L, "1.0", 0L))));

        assertEquals(List.of("0.1"), List.copyOf(test.comparisons().keySet()));
    }

    @Test
    void theBlockThatShowsALabelDoesNotTestIt() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT).next(labels(Map.of("A", 90L), Map.of("A", 5L, "B", 5L)));

        assertEquals(0, test.logE(), 1e-12);
        assertEquals(List.of("", "A", "B"), List.copyOf(test.comparisons().keySet()));
    }

    @Test
    void takingUpALabelLeavesEAsItIs() {
        MetricTest before = MetricTest.of(Metric.LABEL_DRIFT)
                .next(labels(Map.of("A", 80L, "B", 20L), Map.of("A", 8L, "B", 2L)))
                .next(labels(Map.of("A", 80L, "B", 20L), Map.of("A", 2L, "B", 8L)));
        MetricBlock same = labels(Map.of("A", 80L, "B", 20L), Map.of("A", 2L, "B", 8L));
        MetricBlock late = labels(Map.of("A", 80L, "B", 20L, "C", 0L), Map.of("A", 2L, "B", 8L));
        MetricBlock later = labels(Map.of("A", 80L, "B", 19L, "C", 1L), Map.of("A", 2L, "B", 8L));

        assertEquals(before.next(same).logE(), before.next(late).logE(), 1e-12);
        MetricTest taken = before.next(later);
        assertTrue(taken.comparisons().containsKey("C"));
        assertEquals(
                taken.logE(),
                LogSum.of(taken.comparisons().values().stream()
                        .mapToDouble(Comparison::logStake)
                        .toArray()),
                1e-12);
        assertTrue(Math.abs(taken.logE() - before.next(same).logE()) < 0.2);
    }

    @Test
    void aLabelThatOnlyTheCandidateSaysIsFoundBeforeItIsKnown() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT).next(labels(Map.of("A", 60L, "B", 30L), Map.of("A", 1L)));
        MetricBlock garbage = labels(Map.of("A", 60L, "B", 30L), Map.of("LABEL_0", 10L));

        assertTrue(
                test.next(garbage).logE() > Math.log(10),
                "log E is " + test.next(garbage).logE());
        MetricBlock more = labels(Map.of("A", 60L, "B", 30L), Map.of("LABEL_1", 10L));
        assertTrue(test.next(garbage).next(more).logE() > Math.log(1_000));
    }

    @Test
    void fewerOfALabelCountsAsMuchAsMore() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT);
        for (int i = 0; i < 12; i++) {
            test = test.next(labels(Map.of("A", 70L, "B", 20L, "C", 10L), Map.of("A", 8L, "B", 2L)));
            test = test.next(labels(Map.of("A", 70L, "B", 20L, "C", 10L), Map.of("A", 6L, "B", 4L)));
        }
        Comparison gone = test.comparisons().get("C");
        assertTrue(
                gone != null && gone.less().orElseThrow().logE() > gone.more().logE());
    }

    @Test
    void moreLabelsThanItKeepsAreComparedAsOne() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT);
        for (int i = 0; i < 100; i++) {
            test = test.next(labels(Map.of("label" + i, 50L), Map.of("label" + i, 5L)));
        }
        assertEquals(32, test.comparisons().size());
        assertTrue(test.toText().length() < 10_000, "takes " + test.toText().length());
    }

    @Test
    void alarmsOfAMetricAreAsRareAsDeclared() {
        assertRare("errors", Metric.ERROR_RATE, (chance, i) -> {
            double rate = 0.02 + (i % 10 == 0 ? 0.3 : 0);
            return MetricBlock.of(chance.block(chance.upTo(60), 0.3, rate, rate));
        });
        assertRare("latency", Metric.LATENCY, (chance, i) -> {
            double median = 0.08 * (1 + 0.5 * Math.sin(i / 10.0));
            return new MetricBlock(
                    chance.latencies(chance.upTo(30), median, BOUNDS),
                    chance.latencies(chance.upTo(10), median, BOUNDS));
        });
        assertRare("labels, of which some come late", Metric.LABEL_DRIFT, (chance, i) -> {
            Map<String, Double> shares = i < 20
                    ? Map.of("A", 0.8, "B", 0.2)
                    : Map.of("A", 0.5, "B", 0.2, "C", 0.2, "D", 0.07, "E", 0.02, "F", 0.01);
            return new MetricBlock(chance.labels(chance.upTo(30), shares), chance.labels(chance.upTo(10), shares));
        });
    }

    @Test
    void aLateLabelIsTakenUpWithoutPayingForItInFalseAlarms() {
        double[] sum = new double[1];
        int[] runs = new int[1];
        Chance.times(20_000, chance -> {
            MetricTest test = MetricTest.of(Metric.LABEL_DRIFT);
            for (int i = 0; i < 5; i++) {
                Map<String, Double> shares = Map.of("A", 0.6, "B", 0.3, "C", 0.05, "D", 0.05);
                test = test.next(new MetricBlock(chance.labels(3, shares), chance.labels(3, shares)));
            }
            sum[0] += Math.exp(test.logE());
            runs[0]++;
        });
        assertTrue(sum[0] / runs[0] < 1.01, "mean of E is " + sum[0] / runs[0]);
    }

    @Test
    void aTextRestoresAMetricExactly() {
        Chance.times(60, chance -> {
            Map<String, Double> shares =
                    Map.of("A", 0.6, "très négatif; 100 %|x", 0.3, "\n", 0.05, "", 0.03, "D", 0.02);
            MetricTest uninterrupted = MetricTest.of(Metric.LABEL_DRIFT);
            MetricTest restarted = uninterrupted;
            for (int i = 0; i < 40; i++) {
                var block =
                        new MetricBlock(chance.labels(chance.upTo(30), shares), chance.labels(chance.upTo(10), shares));
                uninterrupted = uninterrupted.next(block);
                restarted = restored(restarted).next(block);
            }
            assertEquals(uninterrupted, restarted);
        });
    }

    @Test
    void aBadTextIsAProblemAndNoException() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT)
                .next(labels(Map.of("A", 60L, "B%", 30L), Map.of("A", 1L)))
                .next(labels(Map.of("A", 60L, "B%", 30L), Map.of("A", 1L)));
        String good = test.toText();
        for (String bad : List.of(
                "", "|", "metric1", "metric1;SPEED;0;0;0", "metric1;LATENCY;-1;0;0", "metric1;LATENCY;0;0;0|")) {
            assertInstanceOf(Parsed.Unreadable.class, MetricTest.parse(bad), bad);
        }
        // Any damage: another state or a problem, never an exception; the state it gives can go on.
        Chance.times(3_000, chance -> {
            var damaged = new StringBuilder(good);
            for (int i = 0; i <= chance.upTo(3); i++) {
                damaged.setCharAt(chance.upTo(good.length() - 1), "0123456789;|.-Ee%N".charAt(chance.upTo(17)));
            }
            MetricTest.parse(damaged.toString())
                    .toOptional()
                    .ifPresent(read ->
                            read.next(labels(Map.of("A", 1L), Map.of("B", 1L))).logE());
        });
    }

    private static MetricBlock labels(Map<String, Long> stable, Map<String, Long> candidate) {
        return new MetricBlock(labels(stable), labels(candidate));
    }

    private static ArmCounts labels(Map<String, Long> counts) {
        return new ArmCounts(counts.values().stream().mapToLong(Long::longValue).sum(), counts);
    }

    private static MetricTest restored(MetricTest test) {
        return MetricTest.parse(test.toText()).toOptional().orElseThrow();
    }

    private static void assertRare(String what, Metric metric, BiFunction<Chance, Integer, MetricBlock> harmless) {
        int runs = 600;
        int[] alarms = new int[1];
        Chance.times(runs, chance -> {
            MetricTest test = MetricTest.of(metric);
            for (int i = 0; i < 80; i++) {
                test = test.next(harmless.apply(chance, i));
            }
            alarms[0] += test.peak() >= Math.log(1 / ALPHA) ? 1 : 0;
        });
        double share = (double) alarms[0] / runs;
        assertTrue(share <= ALPHA + 4 * Math.sqrt(ALPHA * (1 - ALPHA) / runs), what + ": " + share + " of runs alarm");
    }
}
