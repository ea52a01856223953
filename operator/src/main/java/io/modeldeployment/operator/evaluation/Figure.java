package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.verdict.Interval;
import io.modeldeployment.operator.verdict.Proportion;

/**
 * What was measured on the texts of the set, and where it lies for all texts of their kind.
 *
 * @param value as measured
 * @param lower lower end of the interval
 * @param upper upper end of the interval
 */
public record Figure(double value, double lower, double upper) {
    /** A share with the exact interval (Clopper and Pearson) that holds that of all texts with {@code confidence}. */
    static Figure of(Proportion proportion, double confidence) {
        return of(proportion.share(), proportion.exact(1 - confidence));
    }

    static Figure of(double value, Interval interval) {
        return new Figure(value, interval.lower(), interval.upper());
    }
}
