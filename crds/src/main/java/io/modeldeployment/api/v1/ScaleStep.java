package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** How many pods the candidate has from this step on: exactly one of its fields. */
@ValidationRule(
        value = "[has(self.replicas), has(self.percent), has(self.matchTrafficWeight)].filter(x, x).size() == 1",
        message = "a scale is exactly one of replicas, percent and matchTrafficWeight: true")
public record ScaleStep(
        @JsonPropertyDescription("So many pods; never fewer than the weight needs.") @Min(1) @Max(1000) @Nullable
        Integer replicas,

        @JsonPropertyDescription("So many percent of spec.replicas, rounded up; never fewer than the weight needs.")
        @Min(1)
        @Max(100)
        @Nullable
        Integer percent,

        @JsonPropertyDescription("From here on the weight decides again, as without the step.")
        @ValidationRule(value = "self", message = "write matchTrafficWeight: true, or one of replicas and percent")
        @Nullable
        Boolean matchTrafficWeight) {}
