package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterTrackTest {
    @Test
    void theFirstSightOfAPodCountsNothing() {
        var counted = CounterTrack.START.next(Map.of("a", errors(1_000, 10)));

        assertEquals(ArmCounts.NONE, counted.of(Metric.ERROR_RATE));
    }

    @Test
    void whatCameSinceTheLastReadingIsCountedOverAllPods() {
        var counted = CounterTrack.START
                .next(Map.of("a", errors(1_000, 10), "b", errors(500, 0)))
                .next()
                .next(Map.of("a", errors(1_100, 12), "b", errors(530, 0), "new", errors(7, 7)));

        assertEquals(new ArmCounts(130, Map.of("", 2L)), counted.of(Metric.ERROR_RATE));
    }

    @Test
    void aPodThatRestartedBeginsAnew() {
        CounterTrack track =
                CounterTrack.START.next(Map.of("a", errors(1_000, 10))).next();
        var restarted = track.next(Map.of("a", errors(30, 3)));
        assertEquals(ArmCounts.NONE, restarted.of(Metric.ERROR_RATE));

        var after = restarted.next().next(Map.of("a", errors(50, 4)));
        assertEquals(new ArmCounts(20, Map.of("", 1L)), after.of(Metric.ERROR_RATE));
    }

    @Test
    void anyCounterThatWentBackwardsTellsOfARestart() {
        var before = new PodReading(Map.of(
                Metric.ERROR_RATE, new ArmCounts(100, Map.of("", 0L)),
                Metric.LABEL_DRIFT, new ArmCounts(100, Map.of("SPAM", 40L, "HAM", 60L))));
        var after = new PodReading(Map.of(
                Metric.ERROR_RATE, new ArmCounts(150, Map.of("", 0L)),
                Metric.LABEL_DRIFT, new ArmCounts(150, Map.of("HAM", 150L))));

        var counted = CounterTrack.START.next(Map.of("a", before)).next().next(Map.of("a", after));

        assertEquals(Map.of(), counted.counts());
    }

    @Test
    void aPodThatWasNotReadOnceBeginsAnewSoThatBothArmsCountTheSameSeconds() {
        var counted = CounterTrack.START
                .next(Map.of("a", errors(1_000, 10)))
                .next()
                .next(Map.of())
                .next()
                .next(Map.of("a", errors(2_000, 20)));

        assertEquals(ArmCounts.NONE, counted.of(Metric.ERROR_RATE));
    }

    @Test
    void aLabelThatIsNewOnAKnownPodCountsFromZero() {
        var counted = CounterTrack.START
                .next(Map.of("a", new PodReading(Map.of(Metric.LABEL_DRIFT, new ArmCounts(10, Map.of("HAM", 10L))))))
                .next()
                .next(Map.of(
                        "a",
                        new PodReading(Map.of(Metric.LABEL_DRIFT, new ArmCounts(15, Map.of("HAM", 12L, "SPAM", 3L))))));

        assertEquals(new ArmCounts(5, Map.of("HAM", 2L, "SPAM", 3L)), counted.of(Metric.LABEL_DRIFT));
    }

    @Test
    void histogramsAreTurnedIntoAnswersAboveTheirBounds() {
        var counted = CounterTrack.START
                .next(Map.of("a", latency(100, Map.of("0.1", 50L, "0.5", 100L))))
                .next()
                .next(Map.of("a", latency(120, Map.of("0.1", 60L, "0.5", 121L))));

        // One answer was in its bucket already and not yet in the count.
        assertEquals(new ArmCounts(20, Map.of("0.1", 10L, "0.5", 0L)), counted.of(Metric.LATENCY));
    }

    @Test
    void onlyBoundsThatAllPodsOfAnArmHaveAreCounted() {
        var counted = CounterTrack.START
                .next(Map.of("a", latency(0, Map.of("0.1", 0L, "0.5", 0L)), "b", latency(0, Map.of("0.1", 0L))))
                .next()
                .next(Map.of("a", latency(10, Map.of("0.1", 5L, "0.5", 9L)), "b", latency(10, Map.of("0.1", 7L))));

        assertEquals(new ArmCounts(20, Map.of("0.1", 8L)), counted.of(Metric.LATENCY));
    }

    /** What is counted of two arms whose pods have the same readings, with what is tolerated at each of them. */
    private static MetricBlock latencies(
            PodReading before, double toleratedBefore, PodReading after, double toleratedAfter) {
        return ArmTracks.START
                .next(Map.of("a", before), Map.of("a", before), toleratedBefore)
                .next()
                .next(Map.of("a", after), Map.of("a", after), toleratedAfter)
                .of(Metric.LATENCY);
    }

    @Test
    void whatIsToleratedMakesStablesAnswersLaterAndNoOnesElse() {
        var counted = latencies(
                latency(0, Map.of("0.1", 0L, "0.2", 0L)), 0.25, latency(100, Map.of("0.1", 50L, "0.2", 100L)), 0.25);

        // 40 within 0.08 s and 80 within 0.16 s, by straight lines in the buckets.
        assertEquals(new ArmCounts(100, Map.of("0.1", 60L, "0.2", 20L)), counted.stable());
        assertEquals(new ArmCounts(100, Map.of("0.1", 50L, "0.2", 0L)), counted.candidate());
    }

    @Test
    void aToleranceThatIsChangedInBetweenCountsNoAnswerAgain() {
        var counted = latencies(
                latency(1_000, Map.of("0.1", 500L, "0.2", 1_000L)),
                1,
                latency(1_100, Map.of("0.1", 550L, "0.2", 1_100L)),
                0.25);

        assertEquals(new ArmCounts(100, Map.of("0.1", 60L, "0.2", 20L)), counted.stable());
    }

    @Test
    void withAToleranceStableNeverCountsFewerSlowAnswersNorImpossibleOnes() {
        Chance.times(300, chance -> {
            double[] bounds = {0.001, 0.0025, 0.01, 0.02, 1};
            double tolerance = chance.upTo(400) / 100.0;
            long[] within = new long[bounds.length];
            long requests = 0;
            ArmTracks tracks = ArmTracks.START;
            for (int i = 0; i < 40; i++) {
                Map<String, Long> counters = new HashMap<>();
                long fresh = chance.upTo(20);
                requests += fresh;
                for (int bound = bounds.length - 1; bound >= 0; bound--) {
                    fresh = chance.of(fresh, 0.7);
                    within[bound] += fresh;
                    counters.put(Double.toString(bounds[bound]), within[bound]);
                }
                Map<String, PodReading> pods = Map.of("a", latency(requests, counters));
                var blocks = tracks.next(pods, pods, tolerance);
                tracks = blocks.next();
                MetricBlock counted = blocks.of(Metric.LATENCY);
                counted.candidate().events().forEach((bound, slow) -> {
                    long tolerated = counted.stable().of(bound);
                    // Of whole numbers, what one block has more than its share another one has less.
                    assertTrue(tolerated >= slow - 1, tolerated + " instead of " + slow);
                    assertTrue(tolerated <= counted.stable().requests());
                });
            }
        });
    }

    @Test
    void bothArmsTogetherMakeABlock() {
        var first = ArmTracks.START.next(Map.of("s", errors(100, 1)), Map.of("c", errors(10, 0)));
        assertTrue(!first.of(Metric.ERROR_RATE).hasBothArms());

        var second = first.next().next(Map.of("s", errors(190, 2)), Map.of("c", errors(20, 5)));

        assertEquals(new Block(90, 1, 10, 5), second.of(Metric.ERROR_RATE).block(""));
    }

    @Test
    void nothingIsCountedTwiceOrNegativeWhateverPodsDo() {
        Chance.times(300, chance -> {
            Map<String, long[]> pods = new HashMap<>();
            long truth = 0;
            long counted = 0;
            CounterTrack track = CounterTrack.START;
            for (int i = 0; i < 60; i++) {
                for (String pod : new String[] {"a", "b", "c"}) {
                    if (chance.happens(0.1)) {
                        pods.remove(pod);
                    } else if (chance.happens(0.2)) {
                        pods.put(pod, new long[2]);
                    }
                }
                Map<String, PodReading> reading = new HashMap<>();
                for (var pod : pods.entrySet()) {
                    long requests = chance.upTo(20);
                    pod.getValue()[0] += requests;
                    pod.getValue()[1] += chance.of(requests, 0.3);
                    truth += requests;
                    if (chance.happens(0.9)) {
                        reading.put(pod.getKey(), errors(pod.getValue()[0], pod.getValue()[1]));
                    }
                }
                var step = track.next(reading);
                ArmCounts delta = step.of(Metric.ERROR_RATE);
                new MetricBlock(delta, delta).block(""); // Takes no impossible counts.
                counted += delta.requests();
                track = step.next();
            }
            assertTrue(counted <= truth, counted + " counted of " + truth);
            assertTrue(counted > 0);
        });
    }

    private static PodReading errors(long requests, long errors) {
        return new PodReading(Map.of(Metric.ERROR_RATE, new ArmCounts(requests, Map.of("", errors))));
    }

    private static PodReading latency(long answers, Map<String, Long> within) {
        return new PodReading(Map.of(Metric.LATENCY, new ArmCounts(answers, within)));
    }
}
