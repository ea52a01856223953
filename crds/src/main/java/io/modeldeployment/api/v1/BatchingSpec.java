package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** Limits of the batcher and its queue. */
public record BatchingSpec(
        @JsonPropertyDescription("Tokens in one forward pass. Absent: what suits the device.")
        @Min(1)
        @Max(1000000)
        @Nullable
        Integer maxBatchTokens,

        @JsonPropertyDescription("Requests that may wait; one more is answered 429.") @Min(128) @Max(100000) @Nullable
        Integer maxQueue,

        @JsonPropertyDescription("How long a request may wait before it is answered 503, for example 2s.")
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Size(max = 20)
        @Nullable
        String queueTimeout) {}
