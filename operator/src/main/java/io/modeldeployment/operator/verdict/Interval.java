package io.modeldeployment.operator.verdict;

/** Where a rate or a difference lies, with the probability that its maker declares. */
public record Interval(double lower, double upper) {
    /** @throws IllegalArgumentException if the ends are not numbers in order */
    public Interval {
        if (!(lower <= upper)) {
            throw new IllegalArgumentException("an interval from %s to %s".formatted(lower, upper));
        }
    }

    /** Whether {@code value} is inside, ends included. */
    public boolean contains(double value) {
        return lower <= value && value <= upper;
    }

    /** How far from 0 it reaches on either side. */
    double reach() {
        return Math.max(Math.abs(lower), Math.abs(upper));
    }
}
