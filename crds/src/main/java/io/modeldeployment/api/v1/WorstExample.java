package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** A text that the candidate labels wrongly. */
public record WorstExample(
        @JsonPropertyDescription("Line of the golden set, from 1.") @Nullable
        Integer line,

        @JsonPropertyDescription("The label that is right.") @Nullable
        String expected,

        @JsonPropertyDescription("The candidate's label; absent where it gave no usable answer.") @Nullable
        String candidate,

        @JsonPropertyDescription("The score that the candidate gave it.") @Nullable
        Double score,

        @JsonPropertyDescription("The label of stable; absent where it gave none.") @Nullable
        String stable,

        @JsonPropertyDescription("Why there is no usable answer.") @Nullable
        String problem,

        @JsonPropertyDescription("The text, at most 200 characters of it; only with showTexts.") @Nullable
        String text) {}
