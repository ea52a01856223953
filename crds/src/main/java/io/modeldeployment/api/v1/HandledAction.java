package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** An action and what became of it. */
public record HandledAction(
        @JsonPropertyDescription("The id that the action carried.") @Required
        String id,

        @JsonPropertyDescription("What was asked for.") @Required
        String verb,

        @JsonPropertyDescription("Whether it was done.") @Required
        Boolean accepted,

        @JsonPropertyDescription("What was done, or why not and what to write instead.") @Required
        String message,

        @JsonPropertyDescription("RFC 3339 time.") @Required String time) {}
