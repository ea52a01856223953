package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
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
        BlueGreenStrategy blueGreen) {}
