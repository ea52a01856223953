package io.modeldeployment.operator.verdict;

/** The beta distribution, from which exact intervals of proportions come. */
final class Beta {
    private static final int MOST_TERMS = 10_000;
    private static final double PRECISE = 1e-14;
    private static final double TINY = 1e-300;
    /** Stirling's series is exact to the last digits from here on. */
    private static final double STIRLING_FROM = 10;

    private Beta() {}

    /** The natural logarithm of the beta function; {@code a} and {@code b} above 0. */
    static double log(double a, double b) {
        return logGamma(a) + logGamma(b) - logGamma(a + b);
    }

    private static double logGamma(double x) {
        if (x < STIRLING_FROM) {
            return logGamma(x + 1) - Math.log(x);
        }
        double inverse = 1 / (x * x);
        double series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x;
        return (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
    }

    /** The probability of at most {@code x}: the regularised incomplete beta function. */
    static double cdf(double x, double a, double b) {
        if (x <= 0 || x >= 1) {
            return x <= 0 ? 0 : 1;
        }
        // The fraction converges fast below the mean only.
        return x > (a + 1) / (a + b + 2) ? 1 - below(1 - x, b, a) : below(x, a, b);
    }

    private static double below(double x, double a, double b) {
        double front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) - log(a, b)) / a;
        return front * fraction(x, a, b);
    }

    /** Lentz's way through the continued fraction. */
    private static double fraction(double x, double a, double b) {
        double c = 1;
        double d = 1 / floor(1 - (a + b) * x / (a + 1));
        double value = d;
        for (int m = 1; m <= MOST_TERMS; m++) {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / floor(1 + even * d);
            c = floor(1 + even / c);
            value *= c * d;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / floor(1 + odd * d);
            c = floor(1 + odd / c);
            value *= c * d;
            if (Math.abs(c * d - 1) < PRECISE) {
                break;
            }
        }
        return value;
    }

    private static double floor(double value) {
        return Math.abs(value) < TINY ? TINY : value;
    }

    /** The value that is not passed with {@code probability}. */
    static double quantile(double probability, double a, double b) {
        double low = 0;
        double high = 1;
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (cdf(middle, a, b) < probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
