package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Why a candidate was taken back. */
public record AbortStatus(
        @JsonPropertyDescription("One word, for example Crashed, ProbeFailed, ProgressDeadlineExceeded or Requested.")
        @Required
        String reason,

        @JsonPropertyDescription("What was seen.") @Required String message,

        @JsonPropertyDescription("RFC 3339 time of the decision.") @Required
        String time) {}
