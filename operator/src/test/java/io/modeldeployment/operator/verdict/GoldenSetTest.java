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
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GoldenSetTest {
    private static final Accuracy ACCURACY = new Accuracy(0.9, 0.01, 0.01);

    @Test
    void mcNemarsTestByHand() {
        // Nine against one of ten discordant pairs: (10 + 1) / 1024.
        assertEquals(11.0 / 1024, new PairedResults(80, 9, 1, 10).pValue(), 1e-12);
        assertEquals(1, new PairedResults(80, 0, 5, 15).pValue());
        assertEquals(1.0 / 32, new PairedResults(0, 5, 0, 0).pValue(), 1e-12);
        assertEquals(0.08, new PairedResults(80, 9, 1, 10).drop(), 1e-12);
    }

    @Test
    void threePointsLessAreFoundOnThousandInputs() {
        Verdict verdict = ACCURACY.judge(new PairedResults(910, 40, 10, 40));

        assertInstanceOf(Fail.class, verdict);
        assertTrue(
                verdict.explanation()
                        .startsWith(
                                "accuracy: candidate 92.00 %, stable 95.00 % of 1,000 inputs, drop 3.00 points (1.1"),
                verdict.explanation());
    }

    @Test
    void aDropThatMayBeChanceIsInconclusiveAndASmallOnePasses() {
        assertInstanceOf(Inconclusive.class, ACCURACY.judge(new PairedResults(93, 3, 1, 3)));
        assertInstanceOf(Pass.class, ACCURACY.judge(new PairedResults(930, 15, 5, 50)));
        assertInstanceOf(Pass.class, ACCURACY.judge(new PairedResults(930, 0, 20, 50)));
    }

    @Test
    void tooLowAnAccuracyFailsThoughStableIsNoBetter() {
        assertInstanceOf(Fail.class, ACCURACY.judge(new PairedResults(700, 0, 0, 300)));
        assertInstanceOf(Inconclusive.class, ACCURACY.judge(new PairedResults(89, 0, 0, 11)));
    }

    @Test
    void anEmptySetIsNotMeasured() {
        assertInstanceOf(NotMeasured.class, ACCURACY.judge(PairedResults.NONE));
        assertInstanceOf(NotMeasured.class, new Agreement(0.95, 0.01, 0).judgeSet(new Proportion(0, 0)));
        assertInstanceOf(NotMeasured.class, new Agreement(0.95, 0.01, 0).judgeStream(new Proportion(0, 0)));
    }

    @Test
    void aCandidateThatIsNoWorseSeldomFails() {
        int[] failed = new int[1];
        int[] runs = new int[1];
        var strict = new Accuracy(0, 0, 0.05);
        Chance.times(4_000, chance -> {
            PairedResults results = PairedResults.NONE;
            for (int i = 0; i < 200; i++) {
                boolean hard = chance.happens(0.3);
                results = results.next(chance.happens(hard ? 0.5 : 0.98), chance.happens(hard ? 0.5 : 0.98));
            }
            failed[0] += strict.judge(results) instanceof Fail ? 1 : 0;
            runs[0]++;
        });
        assertTrue(failed[0] <= 0.05 * runs[0], failed[0] + " of " + runs[0]);
        assertTrue(failed[0] > 0 || runs[0] < 4_000, "none fails, so this shows nothing");
    }

    @Test
    void theIntervalOfTheDropHoldsIt() {
        for (double[] rates : new double[][] {{0.02, 0.02}, {0.05, 0.01}, {0, 0.03}, {0.2, 0.1}}) {
            int[] missed = new int[1];
            int[] runs = new int[1];
            Chance.times(2_000, chance -> {
                long lost = chance.of(300, rates[0]);
                long won = chance.of(300 - lost, rates[1] / (1 - rates[0]));
                Interval interval = new PairedResults(300 - lost - won, lost, won, 0).interval(0.05);
                missed[0] += interval.contains(rates[0] - rates[1]) ? 0 : 1;
                runs[0]++;
            });
            assertTrue(missed[0] <= 0.05 * runs[0], rates[0] + " " + rates[1] + ": " + missed[0] + " of " + runs[0]);
        }
    }

    @Test
    void noDiscordantPairIsNoProofOfEquality() {
        Interval interval = new PairedResults(50, 0, 0, 0).interval(0.05);

        assertTrue(interval.lower() < -0.05 && interval.upper() > 0.05, interval.toString());
    }

    @Test
    void agreementOfAStreamWaitsForProof() {
        var agreement = new Agreement(0.95, 0.01, 100);

        assertInstanceOf(Undecided.class, agreement.judgeStream(new Proportion(90, 90)));
        assertInstanceOf(Pass.class, agreement.judgeStream(new Proportion(1_000, 990)));
        assertInstanceOf(Fail.class, agreement.judgeStream(new Proportion(1_000, 900)));
        var open = assertInstanceOf(Undecided.class, agreement.judgeStream(new Proportion(200, 196)));
        assertTrue(open.untilPass().orElseThrow() > 0);
        assertTrue(assertInstanceOf(Undecided.class, agreement.judgeStream(new Proportion(200, 189)))
                .untilPass()
                .isEmpty());
    }

    @Test
    void agreementOfASetIsAFactUnlessItIsTooLowByChance() {
        var agreement = new Agreement(0.95, 0.01, 100);

        assertInstanceOf(Pass.class, agreement.judgeSet(new Proportion(200, 191)));
        assertInstanceOf(Inconclusive.class, agreement.judgeSet(new Proportion(200, 189)));
        assertInstanceOf(Fail.class, agreement.judgeSet(new Proportion(200, 160)));
        assertInstanceOf(Inconclusive.class, agreement.judgeSet(new Proportion(50, 50)));
    }

    @Test
    void theCalibrationErrorByHand() {
        Calibration calibration = Calibration.START;
        for (int i = 0; i < 10; i++) {
            calibration = calibration.next(0.95, i < 7).next(0.55, i < 6);
        }
        assertEquals(
                (10 * Math.abs(0.7 - 0.95) + 10 * Math.abs(0.6 - 0.55)) / 20,
                calibration.error().orElseThrow(),
                1e-12);
        assertEquals(0, Calibration.START.next(1, true).next(0, false).error().orElseThrow(), 1e-12);
        assertEquals(OptionalDouble.empty(), Calibration.START.error());
        assertThrows(IllegalArgumentException.class, () -> Calibration.START.next(Double.NaN, true));
        assertThrows(IllegalArgumentException.class, () -> Calibration.START.next(1.2, true));
    }

    @Test
    void theDistanceOfProbabilitiesByHand() {
        ProbabilityDistance distance = ProbabilityDistance.START
                .next(Map.of("A", 0.7, "B", 0.3), Map.of("A", 0.5, "B", 0.5))
                .next(Map.of("A", 1.0), Map.of("B", 1.0))
                .next(Map.of("A", 0.6, "B", 0.2), Map.of("A", 0.6));

        assertEquals((0.2 + 1 + 0.2) / 3, distance.mean().orElseThrow(), 1e-12);
        assertEquals(OptionalDouble.empty(), ProbabilityDistance.START.mean());
        assertThrows(
                IllegalArgumentException.class,
                () -> ProbabilityDistance.START.next(Map.of("A", Double.NaN), Map.of("A", 1.0)));
        var error = assertThrows(
                IllegalArgumentException.class,
                () -> ProbabilityDistance.START.next(Map.of("A", 0.9, "B", 0.9), Map.of("A", 1.0)));
        assertTrue(error.toString().contains("sum to 1.800"), error.toString());
    }

    @Test
    void limitsThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0, 0.01, 0));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0.9, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new Agreement(0.9, 0.01, -1));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(1.1, 0, 0.01));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(0.9, -0.1, 0.01));
        assertThrows(IllegalArgumentException.class, () -> new Accuracy(0.9, 0.1, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> new PairedResults(1, -1, 0, 0));
    }
}
