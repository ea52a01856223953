package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.verdict.Proportion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How long single texts took.
 *
 * @param seconds sorted, at least one
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, and half as large as a list
public record Latency(double[] seconds) {
    /** The first ones meet a server that is still getting warm. */
    private static final int WARM_UP = 5;

    private static final double NANOS = 1e9;

    /** Those of the answers that have a time, but for the first few; empty if none is left. */
    static Optional<Latency> of(List<Answer> arm) {
        double[] seconds = arm.stream()
                .filter(Answer.Labels.class::isInstance)
                .map(answer -> ((Answer.Labels) answer).seconds())
                .filter(OptionalDouble::isPresent)
                .mapToDouble(OptionalDouble::getAsDouble)
                .skip(WARM_UP)
                .sorted()
                .toArray();
        return seconds.length == 0 ? Optional.empty() : Optional.of(new Latency(seconds));
    }

    int samples() {
        return seconds.length;
    }

    /** Seconds within which 99 of 100 were answered. */
    double p99() {
        return seconds[(int) Math.ceil(0.99 * seconds.length) - 1];
    }

    /** Those that took longer than {@code bound}. */
    Proportion slowerThan(Duration bound) {
        double limit = bound.toNanos() / NANOS;
        return new Proportion(
                seconds.length, Arrays.stream(seconds).filter(s -> s > limit).count());
    }
}
