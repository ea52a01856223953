package io.modeldeployment.operator.evaluation;

import io.modeldeployment.api.v1.EvaluationSpec;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The bounds of {@code spec.evaluation}, shares from 0 to 1; what is empty is not judged.
 *
 * @param minAccuracy least share of right labels
 * @param maxAccuracyDrop most that the candidate's accuracy may be below stable's
 * @param minAgreement least share of texts with the same label from both
 * @param maxProbabilityDistance largest mean total-variation distance between the scores of both
 * @param maxCalibrationError largest expected calibration error
 * @param maxLatencyP99 time within which 99 of 100 texts have to be answered
 * @param confidence probability of the intervals, above 0 and below 1
 */
public record Criteria(
        OptionalDouble minAccuracy,
        OptionalDouble maxAccuracyDrop,
        OptionalDouble minAgreement,
        OptionalDouble maxProbabilityDistance,
        OptionalDouble maxCalibrationError,
        Optional<Duration> maxLatencyP99,
        double confidence) {
    private static final double DEFAULT_DROP = 0.01;
    private static final double DEFAULT_CONFIDENCE = 0.95;

    /** The bounds that {@code spec} sets, with the defaults of the API. */
    public static Criteria of(EvaluationSpec spec) {
        return new Criteria(
                optional(spec.minAccuracy()),
                OptionalDouble.of(spec.maxAccuracyDrop() == null ? DEFAULT_DROP : spec.maxAccuracyDrop()),
                optional(spec.minAgreement()),
                optional(spec.maxProbabilityDistance()),
                optional(spec.maxCalibrationError()),
                Optional.ofNullable(spec.maxLatencyP99()).map(Criteria::duration),
                spec.confidence() == null ? DEFAULT_CONFIDENCE : spec.confidence());
    }

    /** Whether single texts have to be asked and timed. */
    public boolean needsLatency() {
        return maxLatencyP99.isPresent();
    }

    private static OptionalDouble optional(@Nullable Double value) {
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static Duration duration(String text) {
        return text.endsWith("ms")
                ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
                : Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
