package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import org.jspecify.annotations.Nullable;

/** What one check has measured; a restarted operator goes on from it. */
public record CheckStatus(
        @JsonPropertyDescription("The check's name.") @Required
        String name,

        @JsonPropertyDescription("Pass, Fail, Inconclusive, Undecided or NotMeasured.") @Required
        String verdict,

        @JsonPropertyDescription("The last value, in the unit of the limits; absent if there was none.") @Nullable
        String value,

        @JsonPropertyDescription("All of it in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("Why the last measurement gave no number, and what to do; absent if it gave one.")
        @Nullable
        String error,

        @JsonPropertyDescription("Measurements that count towards a pass, up to count.") @Nullable
        Integer measurements,

        @JsonPropertyDescription("Values outside the limits, up to one more than failureLimit.") @Nullable
        Integer failures,

        @JsonPropertyDescription("Measurements in a row without a value, up to one more than consecutiveErrorLimit.")
        @Nullable
        Integer consecutiveErrors,

        @JsonPropertyDescription("RFC 3339 time of the last measurement.") @Nullable
        String measuredAt,

        @JsonPropertyDescription("RFC 3339 time at which the step began that the measurements are counted for.")
        @Nullable
        String countedSince) {}
