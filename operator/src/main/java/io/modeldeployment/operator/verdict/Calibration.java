package io.modeldeployment.operator.verdict;

import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Whether answers are right as often as their scores promise: counts in bins of equal width, of which the expected calibration
 * error is made.
 *
 * @param bins the counts of each bin
 */
public record Calibration(List<Bin> bins) {
    private static final int BINS = 15;

    /** Before the first answer. */
    public static final Calibration START = new Calibration(Collections.nCopies(BINS, new Bin(0, 0, 0)));

    /** Answers with scores in one range: how many, the sum of their scores and how many were right. */
    public record Bin(long answers, double scores, long right) {}

    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * With one more answer.
     *
     * @param score of the label that was given, from 0 to 1
     * @throws IllegalArgumentException if the score is not a number from 0 to 1
     */
    public Calibration next(double score, boolean right) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("a score has to be a number from 0 to 1, not " + score);
        }
        int hit = Math.min(BINS - 1, (int) (score * BINS));
        return new Calibration(IntStream.range(0, BINS)
                .mapToObj(i -> i == hit ? with(bins.get(i), score, right) : bins.get(i))
                .toList());
    }

    private static Bin with(Bin bin, double score, boolean right) {
        return new Bin(bin.answers() + 1, bin.scores() + score, bin.right() + (right ? 1 : 0));
    }

    /** The mean distance of share of right answers and mean score over the bins, from 0 to 1; empty without answers. */
    public OptionalDouble error() {
        long all = bins.stream().mapToLong(Bin::answers).sum();
        return all == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(bins.stream()
                                .mapToDouble(bin -> Math.abs(bin.right() - bin.scores()))
                                .sum()
                        / all);
    }
}
