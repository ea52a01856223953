package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** A taint that the pods tolerate, as in a pod. */
@ValidationRule(
        value = "!(has(self.value) && has(self.operator) && self.operator == 'Exists')",
        message = "with operator Exists write no value")
public record Toleration(
        @JsonPropertyDescription("Taint key. Absent, with operator Exists: every key.") @Size(max = 316) @Nullable
        String key,

        @JsonPropertyDescription("How the key relates to the value. Absent: Equal.") @Nullable
        TolerationOperator operator,

        @JsonPropertyDescription("Taint value, with operator Equal.") @Size(max = 63) @Nullable
        String value,

        @JsonPropertyDescription("Taint effect to match. Absent: every effect.") @Nullable
        TaintEffect effect,

        @JsonPropertyDescription("With effect NoExecute: how long a pod stays on the tainted node.")
        @Min(0)
        @Max(86400)
        @Nullable
        Long tolerationSeconds) {}
