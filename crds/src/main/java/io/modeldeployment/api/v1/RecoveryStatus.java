package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator has done by itself about a revision that stopped answering. */
public record RecoveryStatus(
        @JsonPropertyDescription("How often everything that may be done was done in vain.") @Nullable
        Integer attempts,

        @JsonPropertyDescription("What was done last: Restart, Rollback or Restore.") @Nullable
        String lastAction,

        @JsonPropertyDescription("When that was.") @Nullable String lastTime,

        @JsonPropertyDescription("Why, or why nothing is done, in a sentence.") @Nullable
        String message,

        @JsonPropertyDescription("ModelBackups that were restored since the trouble began.") @Size(max = 100) @Nullable
        List<String> tried,

        @JsonPropertyDescription(
                "ModelBackup that stands in for spec.model.source. It does so until what pods are made from changes in the "
                        + "spec, also when recovery is switched off.")
        @Nullable
        String backup,

        @JsonPropertyDescription("Digest that the model of that backup has to have.") @Nullable
        String digest,

        @JsonPropertyDescription("Hash of what the spec asked for when the backup took its place.") @Nullable
        String insteadOf) {}
