package io.modeldeployment.operator.verdict;

/**
 * How far the candidate's rate is from stable's, with an interval that holds at every moment: differences are taken within
 * blocks, so that a tide does not look like a difference when the weights change with it.
 *
 * <p>The estimate is Mantel and Haenszel's risk difference. The interval is an empirical Bernstein confidence sequence, mixed
 * over a few scales; it needs no rate to stay what it was.
 *
 * @param weight how much all blocks together tell: the sum of half the harmonic mean of their arms
 * @param sum the differences of the blocks, weighted
 * @param variance squared distances of the outcomes from what the past let expect, weighted
 */
public record RateDifference(double weight, double sum, double variance) {
    /** Before the first block. */
    public static final RateDifference START = new RateDifference(0, 0, 0);

    private static final double LARGEST_SCALE = 0.9;
    private static final int SCALES = 10;

    /** @throws IllegalArgumentException if a number is not finite, or weight or variance negative */
    public RateDifference {
        if (!(weight >= 0 && variance >= 0 && weight <= Double.MAX_VALUE && variance <= Double.MAX_VALUE)
                || !Double.isFinite(sum)) {
            throw new IllegalArgumentException(
                    "weight %s, sum %s and variance %s have to be finite, the sum alone may be negative"
                            .formatted(weight, sum, variance));
        }
    }

    /** After one more block; {@code past} is what was known before it. */
    public RateDifference next(Past past, Block block) {
        if (!block.hasBothArms()) {
            return this;
        }
        double all = (double) block.stableRequests() + block.candidateRequests();
        // An outcome of an arm counts by the other arm's share, which makes the sum weight times difference.
        double ofStable = block.candidateRequests() / all;
        double ofCandidate = block.stableRequests() / all;
        return new RateDifference(
                weight + ofCandidate * block.candidateRequests(),
                sum + ofCandidate * block.candidateEvents() - ofStable * block.stableEvents(),
                variance
                        + ofCandidate
                                * ofCandidate
                                * spread(block.candidateRequests(), block.candidateEvents(), past.candidateRate())
                        + ofStable
                                * ofStable
                                * spread(block.stableRequests(), block.stableEvents(), past.stableRate()));
    }

    private static double spread(long requests, long events, double guess) {
        return events * (1 - guess) * (1 - guess) + (requests - events) * guess * guess;
    }

    /** Candidate minus stable, from -1 to 1; 0 before there is anything to compare. */
    public double estimate() {
        return weight == 0 ? 0 : Math.clamp(sum / weight, -1, 1);
    }

    /** Holds the mean difference at all times with a probability of at least 1 - {@code alpha}, each end with half of it. */
    public Interval interval(double alpha) {
        if (weight == 0) {
            return new Interval(-1, 1);
        }
        double margin = margin(Math.log(2 / alpha)) / weight;
        return new Interval(Math.clamp(sum / weight - margin, -1, 1), Math.clamp(sum / weight + margin, -1, 1));
    }

    /** The same evidence {@code times} over; to look ahead. */
    RateDifference times(double times) {
        return new RateDifference(weight * times, sum * times, variance * times);
    }

    /** The deviation of the sum at which the mixture reaches {@code logBar}. */
    private double margin(double logBar) {
        double low = 0;
        double high = (logBar + Math.log(SCALES) + cost(LARGEST_SCALE) * variance) / LARGEST_SCALE;
        for (int i = 0; i < 60 && high - low > 1e-9 * high; i++) {
            double middle = (low + high) / 2;
            if (logMixture(middle) < logBar) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private double logMixture(double deviation) {
        double[] logs = new double[SCALES];
        double scale = LARGEST_SCALE;
        for (int i = 0; i < SCALES; i++, scale /= 2) {
            logs[i] = scale * deviation - cost(scale) * variance;
        }
        return LogSum.of(logs) - Math.log(SCALES);
    }

    private static double cost(double scale) {
        return -Math.log1p(-scale) - scale;
    }
}
