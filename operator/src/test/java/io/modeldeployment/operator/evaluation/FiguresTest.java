package io.modeldeployment.operator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.evaluation.Answer.Labels;
import io.modeldeployment.operator.evaluation.Answer.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The figures themselves, against what can be computed another way. */
class FiguresTest {
    private static final double TINY = 1e-9;

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
