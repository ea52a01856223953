package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How a new revision takes over. */
@ValidationRule(
        value = "has(self.canary) != has(self.blueGreen)",
        message = "write exactly one strategy: canary or blueGreen; canary: {} takes the default steps")
public record StrategySpec(
        @JsonPropertyDescription("A share of the traffic first, then more, step by step.") @Nullable
        CanaryStrategy canary,

        @JsonPropertyDescription(
                "A whole second set of pods, looked at through a preview Service, then one atomic switch.")
        @Nullable
        BlueGreenStrategy blueGreen,

        @JsonPropertyDescription(
                "Promotion through Git: hash of the candidate, as in status.candidateRevision, that need not wait for a "
                        + "person any more. Its pauses without a duration are over, now and later, and what an evaluation or "
                        + "analysis leaves undecided is accepted. Everything else still has to be passed. Any other hash "
                        + "approves nothing.")
        @ValidationRule(
                value = "self.matches('^[a-z0-9]{10}$')",
                message = "write the candidate's hash, ten letters and digits as in status.candidateRevision")
        @Size(max = 10)
        @Nullable
        String approvedRevision) {}
