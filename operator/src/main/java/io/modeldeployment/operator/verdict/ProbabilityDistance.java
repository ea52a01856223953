package io.modeldeployment.operator.verdict;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the candidate's probabilities are from stable's on the same inputs, in the mean: it moves before labels do.
 *
 * @param inputs compared so far
 * @param sum of their total variation distances
 */
public record ProbabilityDistance(long inputs, double sum) {
    /** Before the first input. */
    public static final ProbabilityDistance START = new ProbabilityDistance(0, 0);

    /** Probabilities are rounded when they are written. */
    private static final double ROUNDING = 1e-3;

    /**
     * With one more input. Labels that were left out, as by {@code top_k}, count as one.
     *
     * @throws IllegalArgumentException if the scores are no probabilities of labels that exclude each other
     */
    public ProbabilityDistance next(Map<String, Double> stable, Map<String, Double> candidate) {
        double rest = Math.abs(rest(stable) - rest(candidate));
        Set<String> labels = new TreeSet<>(stable.keySet());
        labels.addAll(candidate.keySet());
        double distance = labels.stream()
                .mapToDouble(label -> Math.abs(stable.getOrDefault(label, 0.0) - candidate.getOrDefault(label, 0.0)))
                .sum();
        return new ProbabilityDistance(inputs + 1, sum + Math.min(1, (distance + rest) / 2));
    }

    private static double rest(Map<String, Double> scores) {
        double sum = 0;
        for (double score : scores.values()) {
            if (!(score >= 0 && score <= 1 + ROUNDING)) {
                throw new IllegalArgumentException("a probability has to be a number from 0 to 1, not " + score);
            }
            sum += score;
        }
        if (sum > 1 + ROUNDING * scores.size()) {
            throw new IllegalArgumentException(
                    "the scores of one input sum to %.3f: labels that do not exclude each other have no".formatted(sum)
                            + " distance of this kind, leave it out for such a model");
        }
        return Math.max(0, 1 - sum);
    }

    /** The mean, from 0 (equal) to 1 (nothing in common); empty without inputs. */
    public OptionalDouble mean() {
        return inputs == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / inputs);
    }
}
