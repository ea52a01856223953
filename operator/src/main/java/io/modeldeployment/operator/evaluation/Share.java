package io.modeldeployment.operator.evaluation;

import java.util.function.DoublePredicate;

/**
 * How many of some texts have a property, and the exact interval (Clopper and Pearson) for its share of all texts of their kind.
 *
 * @param count texts that have it, from 0 to {@code of}
 * @param of all of them, from 1
 */
public record Share(int count, int of) {
    private static final int HALVINGS = 50;

    /** @throws IllegalArgumentException if there is no such share */
    public Share {
        if (count < 0 || count > of || of < 1) {
            throw new IllegalArgumentException("%d of %d is no share".formatted(count, of));
        }
    }

    double value() {
        return (double) count / of;
    }

    /** With a probability of at least {@code confidence}, each end with half of the rest. */
    Figure figure(double confidence) {
        double tail = (1 - confidence) / 2;
        double lower = count == 0 ? 0 : solve(p -> atLeast(count, p) > tail);
        double upper = count == of ? 1 : 1 - solve(p -> new Share(of - count, of).atLeast(of - count, p) > tail);
        return new Figure(value(), lower, upper);
    }

    /** The smallest p for which {@code enough}, which holds from there on. */
    private static double solve(DoublePredicate enough) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (enough.test(middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    /** The probability of at least {@code k} of {@code of} when each has it with probability {@code p}. */
    private double atLeast(int k, double p) {
        if (p <= 0 || p >= 1) {
            return p >= 1 || k == 0 ? 1 : 0;
        }
        double logP = Math.log(p);
        double logQ = Math.log1p(-p);
        double logChoose = 0;
        double sum = 0;
        for (int i = 0; i <= of; i++) {
            if (i >= k) {
                sum += Math.exp(logChoose + i * logP + (of - i) * logQ);
            }
            logChoose += Math.log((double) (of - i) / (i + 1));
        }
        return Math.min(1, sum);
    }
}
