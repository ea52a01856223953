package io.modeldeployment.server.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramBucketsTest {
    private static final double[] BOUNDS = Arrays.stream(HistogramBuckets.latency())
            .mapToDouble(bound -> bound.toNanos() / 1e9)
            .toArray();

    @ParameterizedTest
    @ValueSource(doubles = {0.004, 0.02, 0.09, 0.3, 1.1})
    void quantilesOfEveryUsualLatencyComeOutNearTheTruth(double median) {
        Random random = new Random(1);
        double[] seconds = DoubleStream.generate(() -> median * Math.exp(0.5 * random.nextGaussian()))
                .limit(20_000)
                .sorted()
                .toArray();
        for (double quantile : new double[] {0.5, 0.9, 0.95, 0.99}) {
            double exact = seconds[(int) (quantile * seconds.length)];
            double seen = histogramQuantile(quantile, seconds);
            assertTrue(
                    Math.abs(seen - exact) < 0.1 * exact,
                    () -> "quantile " + quantile + " of median " + median + ": " + seen + " instead of " + exact);
        }
    }

    /** As Prometheus computes it: linear within the bucket that the rank falls into. */
    private static double histogramQuantile(double quantile, double[] values) {
        double rank = quantile * values.length;
        double below = 0;
        double lower = 0;
        for (double bound : BOUNDS) {
            double upTo = Arrays.stream(values).filter(value -> value <= bound).count();
            if (upTo >= rank) {
                return lower + (bound - lower) * (rank - below) / (upTo - below);
            }
            below = upTo;
            lower = bound;
        }
        return lower;
    }

    @ParameterizedTest
    @CsvSource({"0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10"})
    void countsTheLimitsOfServiceLevelsExactly(double limit) {
        assertTrue(Arrays.stream(BOUNDS).anyMatch(bound -> bound == limit));
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "45, 31500"})
    void goesFromAMillisecondToHalfAMinute(int bucket, long millis) {
        assertEquals(Duration.ofMillis(millis), HistogramBuckets.latency()[bucket]);
        assertEquals(46, BOUNDS.length);
    }

    @Test
    void eachIsAboutAQuarterMoreThanTheOneBefore() {
        for (int i = 1; i < BOUNDS.length; i++) {
            assertEquals(1.26, BOUNDS[i] / BOUNDS[i - 1], 0.03);
        }
    }
}
