package io.modeldeployment.operator.verdict;

import java.util.Arrays;

/** Adds numbers that are known by their logarithms, as they may be far too large or small to be written out. */
final class LogSum {
    private LogSum() {}

    /** The logarithm of the sum; minus infinity for no numbers. */
    static double of(double... logs) {
        double largest = Arrays.stream(logs).max().orElse(Double.NEGATIVE_INFINITY);
        if (Double.isInfinite(largest)) {
            return largest;
        }
        return largest
                + Math.log(
                        Arrays.stream(logs).map(log -> Math.exp(log - largest)).sum());
    }
}
