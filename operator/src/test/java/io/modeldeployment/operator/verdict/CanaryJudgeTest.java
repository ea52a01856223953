package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class CanaryJudgeTest {
    private static final Criteria CRITERIA = new Criteria(0.01, 0.005, 0.02, 500, Duration.ofMinutes(10));
    private static final Progress EARLY = Progress.after(Duration.ofMinutes(1));
    private static final Progress LATE = Progress.after(Duration.ofMinutes(10));

    @Test
    void aCandidateThatFailsMoreFailsAndSaysHowMuch() {
        Verdict verdict = judge(errors(20, new Block(90, 1, 10, 3)), EARLY);

        Evidence evidence = assertInstanceOf(Fail.class, verdict).evidence();
        assertEquals(0.3 - 1.0 / 90, evidence.estimate().orElseThrow(), 1e-9);
        assertTrue(evidence.interval().orElseThrow().lower() > 0.1);
        assertTrue(evidence.e().orElseThrow() >= 100);
        assertEquals(new Samples(1_800, 200), evidence.samples());
        assertTrue(
                verdict.explanation()
                        .startsWith(
                                "errors: candidate 30.00 % of 200, stable 1.11 % of 1,800, difference +28.89 points ("),
                verdict.explanation());
        assertTrue(verdict.explanation().endsWith("alarm at 100"), verdict.explanation());
    }

    @Test
    void anAlarmNeedsNoSamplesOfItsOwnAndIsNotTakenBack() {
        MetricTest alarmed = errors(8, new Block(9, 0, 1, 1));
        assertInstanceOf(Fail.class, judge(alarmed, EARLY));

        MetricTest calmed = alarmed;
        for (int i = 0; i < 20; i++) {
            calmed = calmed.next(MetricBlock.of(new Block(9, 1, 1, 0)));
        }
        assertTrue(calmed.logE() < Math.log(100));
        assertInstanceOf(Fail.class, judge(calmed, EARLY));
        assertInstanceOf(Fail.class, judge(calmed, new Progress(Duration.ofMinutes(1), Optional.of("no data"))));
    }

    @Test
    void aDifferenceBelowTheSmallestEffectIsNoReasonToFail() {
        MetricTest test = errors(2_000, new Block(500, 5, 500, 7));
        assertTrue(test.peak() > Math.log(100));

        assertInstanceOf(Pass.class, judge(test, EARLY));
    }

    @Test
    void anEqualCandidatePassesOnceTheHarmThatIsPossibleIsSmall() {
        Verdict verdict = judge(errors(40, new Block(90, 1, 10, 0)), EARLY);
        assertInstanceOf(Undecided.class, verdict);

        Verdict later = judge(errors(400, new Block(90, 1, 10, 0)), EARLY);
        assertTrue(assertInstanceOf(Pass.class, later)
                        .evidence()
                        .interval()
                        .orElseThrow()
                        .upper()
                < 0.02);
    }

    @Test
    void tooFewSamplesAreNeverAPass() {
        Criteria wide = new Criteria(0.01, 0.005, 1, 500, Duration.ofMinutes(10));
        MetricTest few = errors(49, new Block(90, 1, 10, 0));

        assertInstanceOf(Undecided.class, CanaryJudge.judge(few, wide, EARLY));
        assertInstanceOf(Pass.class, CanaryJudge.judge(few.next(MetricBlock.of(new Block(90, 1, 10, 0))), wide, EARLY));
    }

    @Test
    void timeRunsOutAsInconclusive() {
        Verdict verdict = judge(errors(40, new Block(90, 1, 10, 0)), LATE);

        assertTrue(
                assertInstanceOf(Inconclusive.class, verdict)
                        .explanation()
                        .startsWith("neither good nor bad is shown within 10m; errors: candidate 0.00 % of 400"),
                verdict.explanation());
    }

    @Test
    void whatIsNotMeasuredIsNeverAPassAndIsInconclusiveInTheEnd() {
        MetricTest good = errors(400, new Block(90, 1, 10, 0));
        var broken = new Progress(Duration.ofMinutes(1), Optional.of("Prometheus answered 503"));
        var brokenLate = new Progress(Duration.ofMinutes(11), Optional.of("Prometheus answered 503"));

        assertEquals(
                "Prometheus answered 503",
                assertInstanceOf(NotMeasured.class, judge(good, broken)).reason());
        assertInstanceOf(Inconclusive.class, judge(good, brokenLate));
        assertInstanceOf(NotMeasured.class, judge(MetricTest.of(Metric.LATENCY), EARLY));
        assertInstanceOf(NotMeasured.class, judge(errors(10, new Block(90, 1, 0, 0)), EARLY));
        assertInstanceOf(Inconclusive.class, judge(errors(10, new Block(90, 1, 0, 0)), LATE));
    }

    @Test
    void metricsWithoutACommonEventAreNotMeasured() {
        MetricTest test = MetricTest.of(Metric.LATENCY)
                .next(new MetricBlock(new ArmCounts(10, Map.of("0.1", 1L)), new ArmCounts(10, Map.of("0.2", 1L))));

        Verdict verdict = judge(test, EARLY);

        assertTrue(assertInstanceOf(NotMeasured.class, verdict).reason().contains("in common"), verdict.explanation());
    }

    @Test
    void driftFailsInEitherDirectionAndNamesTheLabel() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT);
        for (int i = 0; i < 60; i++) {
            test = test.next(new MetricBlock(
                    new ArmCounts(100, Map.of("HAM", 80L, "SPAM", 20L)),
                    new ArmCounts(10, Map.of("HAM", 5L, "SPAM", 5L))));
        }
        Verdict verdict = judge(test, EARLY);

        assertInstanceOf(Fail.class, verdict);
        assertTrue(verdict.explanation().matches("label (HAM|SPAM): candidate 50.00 % of 5.*"), verdict.explanation());
    }

    @Test
    void driftPassesOnlyWhenNoLabelMayHaveMovedEitherWay() {
        MetricTest test = MetricTest.of(Metric.LABEL_DRIFT);
        for (int i = 0; i < 3_000; i++) {
            test = test.next(new MetricBlock(
                    new ArmCounts(100, Map.of("HAM", 80L, "SPAM", 20L)),
                    new ArmCounts(10, Map.of("HAM", 8L, "SPAM", 2L))));
        }
        assertInstanceOf(Pass.class, judge(test, EARLY));

        for (int i = 0; i < 3_000; i++) {
            test = test.next(new MetricBlock(
                    new ArmCounts(100, Map.of("HAM", 80L, "SPAM", 20L)),
                    new ArmCounts(20, Map.of("HAM", 17L, "SPAM", 3L))));
        }
        assertTrue(!(judge(test, EARLY) instanceof Pass));
    }

    @Test
    void lessOfALabelIsHarmAndFewerErrorsAreNot() {
        var fewer = new Block(10_000, 5_000, 10_000, 4_000);

        assertTrue(Comparison.start(1, 0, Block.NONE, true)
                        .next(fewer, Double.POSITIVE_INFINITY)
                        .worst(0.01)
                > 0.1);
        assertTrue(Comparison.start(1, 0, Block.NONE, false)
                        .next(fewer, Double.POSITIVE_INFINITY)
                        .worst(0.01)
                < 0);
    }

    @Test
    void undecidedSaysHowManyRequestsTheSmallestEffectNeeds() {
        MetricTest test = errors(40, new Block(90, 1, 10, 0));
        var verdict = assertInstanceOf(Undecided.class, judge(test, EARLY));

        assertTrue(verdict.explanation().contains("0.500 points worse would show after about"), verdict.explanation());
        long coarse = assertInstanceOf(
                        Undecided.class,
                        CanaryJudge.judge(test, new Criteria(0.01, 0.05, 0.05, 5_000, Duration.ofMinutes(10)), EARLY))
                .untilAlarm()
                .orElseThrow();
        assertTrue(coarse < verdict.untilAlarm().orElseThrow() / 10);
    }

    @Test
    void theForecastIsAboutRight() {
        double[][] cases = {{0.01, 0.02}, {0.05, 0.05}, {0.3, 0.05}, {0.001, 0.01}};
        for (double[] at : cases) {
            MetricTest equal =
                    errors(20, new Block(4_000, Math.round(4_000 * at[0]), 1_000, Math.round(1_000 * at[0])));
            double[] taken = new double[1];
            Chance.times(200, chance -> {
                MetricTest test = equal;
                while (test.peak() < Math.log(100)) {
                    test = test.next(MetricBlock.of(chance.block(100, 0.2, at[0], at[0] + at[1])));
                }
                taken[0] += (test.samples().candidate() - equal.samples().candidate()) / 200.0;
            });
            var criteria = new Criteria(0.01, at[1], at[1], Long.MAX_VALUE, Duration.ofMinutes(10));
            long forecast = assertInstanceOf(Undecided.class, CanaryJudge.judge(equal, criteria, EARLY))
                    .untilAlarm()
                    .orElseThrow();
            assertTrue(
                    forecast > taken[0] / 2 && forecast < taken[0] * 2,
                    "from %s by %s: forecast %d, taken %.0f".formatted(at[0], at[1], forecast, taken[0]));
        }
    }

    @Test
    void aPassComesAboutWhenItWasForecast() {
        MetricTest test = errors(40, new Block(90, 1, 10, 0));
        long forecast = assertInstanceOf(Undecided.class, judge(test, EARLY))
                .untilPass()
                .orElseThrow();
        long more = 0;
        while (!(judge(test, EARLY) instanceof Pass)) {
            test = test.next(MetricBlock.of(new Block(90, 1, 10, 0)));
            more += 10;
        }
        assertTrue(more > forecast * 0.7 && more < forecast * 1.4, "forecast " + forecast + ", taken " + more);
    }

    @Test
    void severalMetricsShareAlpha() {
        assertEquals(0.0025, CRITERIA.sharedBy(4).alpha(), 1e-12);
    }

    @Test
    void theDecisiveVerdictIsTheWorst() {
        Verdict pass = judge(errors(400, new Block(90, 1, 10, 0)), EARLY);
        Verdict undecided = judge(errors(40, new Block(90, 1, 10, 0)), EARLY);
        Verdict inconclusive = judge(errors(40, new Block(90, 1, 10, 0)), LATE);
        Verdict missing = judge(MetricTest.of(Metric.LATENCY), EARLY);
        Verdict fail = judge(errors(20, new Block(90, 1, 10, 3)), EARLY);

        assertEquals(fail, Verdict.decisive(List.of(pass, missing, inconclusive, fail, undecided)));
        assertEquals(inconclusive, Verdict.decisive(List.of(pass, missing, inconclusive, undecided)));
        assertEquals(missing, Verdict.decisive(List.of(pass, missing, undecided)));
        assertEquals(undecided, Verdict.decisive(List.of(pass, undecided)));
        assertEquals(pass, Verdict.decisive(List.of(pass, pass)));
        assertInstanceOf(NotMeasured.class, Verdict.decisive(List.of()));
    }

    @Test
    void latenciesNameTheTimeThatStableIsHeldAgainst() {
        var slow = new ArmCounts(10, Map.of("0.15", 5L));
        MetricTest test = MetricTest.of(Metric.LATENCY).next(new MetricBlock(slow, slow));

        assertTrue(words(test, CRITERIA.tolerating(0.2))
                .startsWith("slower than 0.15 s (stable: than 0.125 s): candidate"));
        assertTrue(words(test, CRITERIA).startsWith("slower than 0.15 s: candidate"));
    }

    private static String words(MetricTest test, Criteria criteria) {
        return CanaryJudge.judge(test, criteria, EARLY).evidence().explanation();
    }

    @Test
    void criteriaThatMakeNoSenseSayWhatToWrite() {
        assertRefused(() -> new Criteria(0, 0.01, 0.02, 0, Duration.ofMinutes(1)), "alpha has to be above 0");
        assertRefused(() -> new Criteria(Double.NaN, 0.01, 0.02, 0, Duration.ofMinutes(1)), "alpha has to be above 0");
        assertRefused(() -> new Criteria(0.01, 0, 0.02, 0, Duration.ofMinutes(1)), "minEffect has to be above 0");
        assertRefused(
                () -> new Criteria(0.01, 0.03, 0.02, 0, Duration.ofMinutes(1)), "maxHarm has to be from minEffect");
        assertRefused(() -> new Criteria(0.01, 0.01, 0.02, -1, Duration.ofMinutes(1)), "minSamples has to be from 0");
        assertRefused(() -> new Criteria(0.01, 0.01, 0.02, 0, Duration.ZERO), "maxDuration has to be above 0");
        assertRefused(() -> CRITERIA.tolerating(-0.1), "tolerance has to be from 0 to 4");
    }

    private static void assertRefused(Executable maker, String rule) {
        var error = assertThrows(IllegalArgumentException.class, maker);
        assertTrue(error.toString().contains(rule), error.toString());
    }

    private static Verdict judge(MetricTest test, Progress progress) {
        return CanaryJudge.judge(test, CRITERIA, progress);
    }

    private static MetricTest errors(int blocks, Block block) {
        MetricTest test = MetricTest.of(Metric.ERROR_RATE);
        for (int i = 0; i < blocks; i++) {
            test = test.next(MetricBlock.of(block));
        }
        return test;
    }
}
