package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** What is done by itself when a promoted revision stops answering. */
public record RecoverySpec(
        @JsonPropertyDescription(
                "How far it may go: Disabled, Restart (pods that fail are restarted), Rollback (then the revision that "
                        + "served before takes over), Restore (then the newest ModelBackup that verifies, then the next older "
                        + "one, in place of spec.model until that changes).")
        @Default("Rollback")
        @Nullable
        RecoveryMode mode,

        @JsonPropertyDescription("How often every pod is asked for a real prediction, for example 30s; at least 1s.")
        @Default("30s")
        @Size(max = 20)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Nullable
        String interval,

        @JsonPropertyDescription(
                "Failures of a pod in a row before anything is done. A server that answers that it has "
                        + "too much to do does not fail.")
        @Default("3")
        @Min(1)
        @Max(100)
        @Nullable
        Integer failureThreshold,

        @JsonPropertyDescription(
                "How often all of that is tried before a person is asked. A change of the spec starts to count anew.")
        @Default("2")
        @Min(1)
        @Max(10)
        @Nullable
        Integer maxAttempts,

        @JsonPropertyDescription(
                "How long it has to go well before the next failure is one of its own, and how long the operator waits "
                        + "once everything was tried in vain.")
        @Default("10m")
        @Size(max = 20)
        @ValidationRule(value = Rules.DURATION, message = Rules.DURATION_MESSAGE)
        @Nullable
        String cooldown) {}
