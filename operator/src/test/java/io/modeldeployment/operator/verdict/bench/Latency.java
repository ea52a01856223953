package io.modeldeployment.operator.verdict.bench;

/** How long answers take: the share of them that takes longer than so many seconds. */
interface Latency {
    double above(double seconds);

    /** Of short texts: half within 80 ms, 1 of 100 above 256 ms. */
    Latency SHORT_TEXTS = seconds -> upperTail(Math.log(seconds / 0.08) / 0.5);

    /** All answers take that many times as long. */
    default Latency times(double factor) {
        return seconds -> above(seconds / factor);
    }

    /** That share of the answers, whichever, takes {@code factor} times as long. */
    default Latency some(double share, double factor) {
        return seconds -> (1 - share) * above(seconds) + share * above(seconds / factor);
    }

    /** The slowest of the answers take {@code factor} times as long. */
    default Latency slowest(double share, double factor) {
        return seconds -> Math.max(0, above(seconds) - share) + Math.min(share, above(seconds / factor));
    }

    /** One minus the normal distribution, by Abramowitz and Stegun's 26.2.17, to seven digits. */
    private static double upperTail(double x) {
        double t = 1 / (1 + 0.2316419 * Math.abs(x));
        double series =
                t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        double tail = series * Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
        return x >= 0 ? tail : 1 - tail;
    }
}
