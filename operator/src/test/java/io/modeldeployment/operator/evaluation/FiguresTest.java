package io.modeldeployment.operator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.evaluation.Answer.Labels;
import io.modeldeployment.operator.evaluation.Answer.Score;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The figures themselves, against what can be computed another way. */
class FiguresTest {
    private static final double TINY = 1e-9;

    @Test
    void intervalsOfSharesHoldTheTruthAsOftenAsDeclared() {
        for (int of : new int[] {5, 30, 200}) {
            for (double p = 0.01; p < 1; p += 0.07) {
                double held = 0;
                for (int count = 0; count <= of; count++) {
                    var figure = new Share(count, of).figure(0.95);
                    if (figure.lower() <= p && p <= figure.upper()) {
                        held += probability(count, of, p);
                    }
                }
                assertTrue(held >= 0.95 - TINY, "%d texts, share %s: %s".formatted(of, p, held));
            }
        }
    }

    private static double probability(int count, int of, double p) {
        return choose(of, count).doubleValue() * Math.pow(p, count) * Math.pow(1 - p, of - count);
    }

    private static BigInteger choose(int n, int k) {
        BigInteger result = BigInteger.ONE;
        for (int i = 0; i < k; i++) {
            result = result.multiply(BigInteger.valueOf(n - i)).divide(BigInteger.valueOf(i + 1));
        }
        return result;
    }

    @Test
    void knownIntervals() {
        // No event in n texts: the upper end is 1 - 0.025^(1/n).
        assertEquals(
                1 - Math.pow(0.025, 1 / 60.0), new Share(0, 60).figure(0.95).upper(), TINY);
        assertEquals(Math.pow(0.025, 1 / 60.0), new Share(60, 60).figure(0.95).lower(), TINY);
        assertEquals(0, new Share(0, 60).figure(0.95).lower());
        assertTrue(new Share(9_500, 10_000).figure(0.95).lower() > 0.945);
    }

    @Test
    void theDropExcludesNoneExactlyWhereMcNemarsTestDoes() {
        for (int worse = 0; worse <= 40; worse++) {
            for (int better = 0; better <= 40 && worse + better > 0; better++) {
                BigInteger atLeast = BigInteger.ZERO;
                for (int k = worse; k <= worse + better; k++) {
                    atLeast = atLeast.add(choose(worse + better, k));
                }
                double p = atLeast.doubleValue() / Math.pow(2, worse + better);
                boolean shown = PairFigures.drop(worse, better, 500, 0.95).lower() > 0;
                assertEquals(p < 0.025, shown, "%d worse, %d better: p %s".formatted(worse, better, p));
            }
        }
    }

    @Test
    void revisionsThatDifferNowhereMayStillDiffer() {
        var drop = PairFigures.drop(0, 0, 60, 0.95);
        assertEquals(0, drop.value());
        assertEquals(0.06, drop.upper(), 0.001);
        assertEquals(-drop.upper(), drop.lower());
    }

    @Test
    void theDistanceIsHalfTheSumOfDifferences() {
        GoldenSet set = Texts.set(2);
        var answers = new Answers(
                set,
                List.of(Texts.answer("spam", 0.9), Texts.answer("ham", 0.7)),
                Optional.of(List.of(Texts.answer("spam", 0.8), Texts.answer("spam", 0.6))));
        assertEquals(
                (0.1 + 0.3) / 2,
                PairFigures.of(answers, answers.stable().orElseThrow(), 0.95)
                        .distance()
                        .orElseThrow(),
                TINY);
    }

    @Test
    void labelsBeyondTheKeptOnesCountAsOneRest() {
        GoldenSet set = Texts.set(1);
        var one = new ArrayList<Score>();
        var other = new ArrayList<Score>();
        for (int i = 0; i < Answer.MOST_LABELS; i++) {
            one.add(new Score("label" + i, i == 0 ? 0.5 : 0.02));
            other.add(new Score("label" + i, i == 0 ? 0.4 : 0.02));
        }
        var answers = new Answers(set, List.of(Labels.of(one)), Optional.of(List.of(Labels.of(other))));
        assertEquals(
                0.1,
                PairFigures.of(answers, answers.stable().orElseThrow(), 0.95)
                        .distance()
                        .orElseThrow(),
                TINY);
    }

    @Test
    void theCalibrationErrorIsTheSurplusOfScores() {
        // Four texts with a score of 0.75, half of them right; two with 0.55, all right.
        var outcomes = List.of(
                new Calibration.Outcome(0.75, true),
                new Calibration.Outcome(0.75, true),
                new Calibration.Outcome(0.75, false),
                new Calibration.Outcome(0.75, false),
                new Calibration.Outcome(0.55, true),
                new Calibration.Outcome(0.55, true));
        assertEquals(
                (4 * 0.25 + 2 * 0.45) / 6,
                Calibration.of(outcomes, 0.95).orElseThrow().error(),
                TINY);
        assertEquals(Optional.empty(), Calibration.of(List.of(new Calibration.Outcome(4.5, true)), 0.95));
    }

    @Test
    void goodScoresStayBelowTheNoiseAndTooSureOnesDoNot() {
        int aboveNoise = 0;
        for (int seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            aboveNoise += isAboveNoise(random, 1) ? 1 : 0;
            assertTrue(isAboveNoise(random, 0.6));
        }
        assertTrue(aboveNoise <= 20, "perfect scores were found bad " + aboveNoise + " times of 200");
    }

    private static boolean isAboveNoise(SplittableRandom random, double truth) {
        List<Calibration.Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            double score = 0.5 + random.nextDouble() / 2;
            outcomes.add(new Calibration.Outcome(score, random.nextDouble() < score * truth));
        }
        var calibration = Calibration.of(outcomes, 0.95).orElseThrow();
        return calibration.error() > calibration.noise();
    }
}
