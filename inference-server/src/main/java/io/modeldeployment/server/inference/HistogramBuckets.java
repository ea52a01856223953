package io.modeldeployment.server.inference;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The buckets of the histograms.
 *
 * <p>Prometheus' {@code histogram_quantile} assumes that a bucket's values lie evenly in it, so that the buckets' ratio bounds its
 * error: of two neighbours up to 5 s one is about one and a half times the other. Round limits that service levels are written in
 * (100 ms, 250 ms, 1 s, 5 s) are bucket bounds and so counted exactly.
 */
final class HistogramBuckets {
    private HistogramBuckets() {}

    /** Of answers, waits and forward passes: 1 ms to 30 s. */
    static Duration[] latency() {
        return LongStream.of(
                        1, 2, 3, 5, 7, 10, 15, 25, 40, 60, 100, 150, 250, 400, 600, 1000, 1700, 3000, 5000, 10_000,
                        30_000)
                .mapToObj(Duration::ofMillis)
                .toArray(Duration[]::new);
    }

    /** Of tokenization, which takes a few microseconds a token: 50 µs to 0.1 s. */
    static Duration[] tokenization() {
        return LongStream.of(50, 100, 200, 400, 700, 1000, 2000, 4000, 7000, 10_000, 25_000, 100_000)
                .mapToObj(micros -> Duration.ofNanos(1000 * micros))
                .toArray(Duration[]::new);
    }

    /** Of texts in a forward pass. */
    static double[] texts() {
        return new double[] {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64, 128, 256};
    }

    /** Of tokens in a forward pass, up to what a GPU takes at once. */
    static double[] tokens() {
        return new double[] {16, 32, 64, 96, 128, 192, 256, 384, 512, 1024, 2048, 4096, 8192, 16_384};
    }
}
