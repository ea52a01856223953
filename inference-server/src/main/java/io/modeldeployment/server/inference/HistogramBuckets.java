package io.modeldeployment.server.inference;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * The buckets of the histograms.
 *
 * <p>Prometheus' {@code histogram_quantile} assumes that a bucket's values lie evenly in it, so that the buckets' ratio bounds its
 * error: latencies have the preferred numbers R10 of ISO 3, ten a decade, each about 1.26 times the one before. The default bounds
 * of Prometheus' clients (5 ms, 10 ms, 25 ms to 10 s), which service levels are often written in, are among them and so counted
 * exactly. The analysis of a rollout rests on these bounds too: it reads between them what is some percent slower.
 */
final class HistogramBuckets {
    private HistogramBuckets() {}

    /** Of answers, waits and forward passes: 1 ms to 31.5 s. */
    static Duration[] latency() {
        return LongStream.iterate(1, decade -> 10 * decade)
                .flatMap(decade -> LongStream.of(1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000)
                        .map(micros -> decade * micros))
                .limit(46)
                .mapToObj(micros -> Duration.ofNanos(1000 * micros))
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
