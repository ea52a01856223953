package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import org.jspecify.annotations.Nullable;

/** What the operator has done by itself about a revision that stopped answering. */
public record RecoveryStatus(
        @JsonPropertyDescription("How often everything that may be done was done in vain.") @Nullable
        Integer attempts,

        @JsonPropertyDescription("What was done last: Restart or Rollback.") @Nullable
        String lastAction,

        @JsonPropertyDescription("When that was.") @Nullable String lastTime,

        @JsonPropertyDescription("Why, or why nothing is done, in a sentence.") @Nullable
        String message) {}
