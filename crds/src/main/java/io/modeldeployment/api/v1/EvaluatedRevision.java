package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What one revision reached on the golden set. */
public record EvaluatedRevision(
        @JsonPropertyDescription("Its hash.") @Nullable String revision,

        @JsonPropertyDescription("Share of the texts that it labels rightly.") @Nullable
        EvaluatedFigure accuracy,

        @JsonPropertyDescription("How far its scores are from how often it is right.") @Nullable
        Double calibrationError,

        @JsonPropertyDescription("Milliseconds within which 99 of 100 texts were answered.") @Nullable
        Double latencyP99Ms,

        @JsonPropertyDescription("Texts to which it gave no usable answer; they count as wrong.") @Nullable
        Integer unanswered,

        @JsonPropertyDescription("Texts that were longer than it reads, so that their end was cut off.") @Nullable
        Integer truncated) {}
