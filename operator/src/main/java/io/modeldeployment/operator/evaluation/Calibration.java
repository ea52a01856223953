package io.modeldeployment.operator.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

/**
 * How far the scores of the best labels are from how often these are right.
 *
 * @param error the expected calibration error: in ten bins of equal width by score, the distance between the mean score and the
 *     share of right labels, weighted by the bins' texts
 * @param noise the error that a model with perfect scores stays below on as many texts, with the declared probability
 */
public record Calibration(double error, double noise) {
    private static final int BINS = 10;
    private static final int DRAWS = 400;

    /** A best label: its score, and whether it was right. */
    record Outcome(double score, boolean right) {}

    /** Empty if there is no outcome, or a score is no probability. */
    static Optional<Calibration> of(List<Outcome> outcomes, double confidence) {
        if (outcomes.isEmpty()
                || outcomes.stream().anyMatch(outcome -> !(outcome.score() >= 0 && outcome.score() <= 1))) {
            return Optional.empty();
        }
        double[] scores = outcomes.stream().mapToDouble(Outcome::score).toArray();
        double error = error(scores, i -> outcomes.get(i).right());
        // The same texts always give the same verdict.
        var random = new SplittableRandom(1);
        double[] perfect = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            perfect[draw] = error(scores, i -> random.nextDouble() < scores[i]);
        }
        Arrays.sort(perfect);
        return Optional.of(new Calibration(error, perfect[(int) Math.min(DRAWS - 1, confidence * DRAWS)]));
    }

    private static double error(double[] scores, IntPredicate right) {
        double[] surplus = new double[BINS];
        for (int i = 0; i < scores.length; i++) {
            surplus[Math.min(BINS - 1, (int) (scores[i] * BINS))] += scores[i] - (right.test(i) ? 1 : 0);
        }
        return Arrays.stream(surplus).map(Math::abs).sum() / scores.length;
    }
}
