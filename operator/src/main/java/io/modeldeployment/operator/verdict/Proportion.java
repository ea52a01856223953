package io.modeldeployment.operator.verdict;

/**
 * How many of so many: a share with its intervals.
 *
 * @param all how many, from 0
 * @param hits how many of them, from 0
 */
public record Proportion(long all, long hits) {
    /** @throws IllegalArgumentException if there are more hits than there are in all, or a count is negative */
    public Proportion {
        if (hits < 0 || hits > all) {
            throw new IllegalArgumentException(
                    "%d of %d: write counts from 0, no more hits than all".formatted(hits, all));
        }
    }

    /** The share; 0 of none. */
    public double share() {
        return all == 0 ? 0 : (double) hits / all;
    }

    /** With one more. */
    public Proportion next(boolean hit) {
        return new Proportion(all + 1, hits + (hit ? 1 : 0));
    }

    /**
     * Holds the true share at every moment with a probability of at least 1 - {@code alpha}, if each is a hit with that
     * probability: all shares that a uniform mixture is less than 1/alpha times as likely as.
     */
    public Interval anytime(double alpha) {
        double bar = Beta.log(hits + 1.0, all - hits + 1.0) + Math.log(alpha);
        return new Interval(end(bar, 0), end(bar, 1));
    }

    /** The share between the estimate and {@code outer} at which the likelihood falls to {@code bar}. */
    private double end(double bar, double outer) {
        double inside = share();
        if (all == 0 || inside == outer) {
            return outer;
        }
        double outside = outer;
        for (int i = 0; i < 60; i++) {
            double middle = (inside + outside) / 2;
            if (logLikelihood(middle) > bar) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    private double logLikelihood(double share) {
        return part(hits, Math.log(share)) + part(all - hits, Math.log1p(-share));
    }

    private static double part(long count, double log) {
        return count == 0 ? 0 : count * log;
    }

    /** Clopper and Pearson's exact interval for a number of trials that was fixed beforehand. */
    public Interval exact(double alpha) {
        double lower = hits == 0 ? 0 : Beta.quantile(alpha / 2, hits, all - hits + 1.0);
        double upper = hits == all ? 1 : Beta.quantile(1 - alpha / 2, hits + 1.0, all - hits);
        return new Interval(lower, upper);
    }
}
