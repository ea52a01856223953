package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** How often candidate and stable gave the same label to what users sent. No text is kept in it. */
public record AgreementStatus(
        @JsonPropertyDescription("How it stands.") @Nullable EvaluationState state,

        @JsonPropertyDescription("The same in a sentence: what was found, or what to do.") @Nullable
        String message,

        @JsonPropertyDescription(
                "Names what was asked: revisions and rollout. What was counted stands as long as this stays "
                        + "the same.")
        @Nullable
        String question,

        @JsonPropertyDescription("Texts that were compared, each once.") @Nullable
        Long texts,

        @JsonPropertyDescription("Those that both gave the same label.") @Nullable
        Long equal,

        @JsonPropertyDescription("Their share, and the interval that holds it at all times, however often one looks.")
        @Nullable
        EvaluatedFigure share) {}
