package io.modeldeployment.operator.verdict;

import java.time.Duration;

/**
 * What a metric is judged by. Rates and differences are shares, so that 0.01 is one point of a hundred.
 *
 * @param alpha how often at most a harmless candidate may be found harmful, above 0 and below 1
 * @param minEffect a smaller difference is no reason to fail, above 0
 * @param maxHarm a difference below it is no reason not to go on, from {@code minEffect} to 1
 * @param minSamples no pass rests on fewer candidate requests, from 0; an alarm needs none of its own
 * @param maxDuration after this long without a verdict it is inconclusive
 * @param tolerance how much longer than stable's an answer may take, as a share of stable's time, from 0; of latency alone
 */
public record Criteria(
        double alpha, double minEffect, double maxHarm, long minSamples, Duration maxDuration, double tolerance) {
    /** @throws IllegalArgumentException with what to write instead */
    public Criteria {
        require(alpha > 0 && alpha < 1, "alpha has to be above 0 and below 1, such as 0.01", alpha);
        require(minEffect > 0, "minEffect has to be above 0, such as 0.005", minEffect);
        require(
                maxHarm >= minEffect && maxHarm <= 1,
                "maxHarm has to be from minEffect (%s) to 1".formatted(minEffect),
                maxHarm);
        require(minSamples >= 0, "minSamples has to be from 0", minSamples);
        require(maxDuration.isPositive(), "maxDuration has to be above 0, such as 10m", maxDuration);
        require(tolerance >= 0 && tolerance <= 4, "tolerance has to be from 0 to 4, such as 0.2", tolerance);
    }

    /** Tolerates nothing. */
    public Criteria(double alpha, double minEffect, double maxHarm, long minSamples, Duration maxDuration) {
        this(alpha, minEffect, maxHarm, minSamples, maxDuration, 0);
    }

    private static void require(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + found);
        }
    }

    /** The criteria of one of {@code metrics} that together may alarm as often as one. */
    public Criteria sharedBy(int metrics) {
        return new Criteria(alpha / Math.max(1, metrics), minEffect, maxHarm, minSamples, maxDuration, tolerance);
    }

    /** With that {@code tolerance}. */
    public Criteria tolerating(double share) {
        return new Criteria(alpha, minEffect, maxHarm, minSamples, maxDuration, share);
    }
}
