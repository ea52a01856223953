package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who sets spec.replicas by load: a HorizontalPodAutoscaler, or KEDA. */
@ValidationRule(
        value = "has(self.metrics) != has(self.keda)",
        message = "say by what to scale: exactly one of metrics, for a HorizontalPodAutoscaler, and keda")
@MoreRules({
    @ValidationRule(
            value = "!has(self.minReplicas) || self.minReplicas <= self.maxReplicas",
            message = "minReplicas must not be above maxReplicas"),
    @ValidationRule(
            value = "!has(self.minReplicas) || self.minReplicas > 0 || has(self.keda)",
            message =
                    "a HorizontalPodAutoscaler keeps at least one pod: write minReplicas: 1 or more, or scale by keda")
})
public record AutoscalingSpec(
        @JsonPropertyDescription("Least pods. 0 with keda alone.") @Default("1") @Min(0) @Max(1000) @Nullable
        Integer minReplicas,

        @JsonPropertyDescription(
                "Most pods at rest. A rollout needs more for a while: a canary one, blueGreen twice as many.")
        @Required
        @Min(1)
        @Max(1000)
        Integer maxReplicas,

        @JsonPropertyDescription(
                "What a HorizontalPodAutoscaler goes by; of several the one that asks for most pods decides.")
        @Size(min = 1, max = 10)
        @Nullable
        List<AutoscalingMetric> metrics,

        @JsonPropertyDescription(
                "Seconds without load after which a HorizontalPodAutoscaler takes pods away. Models load slowly, so "
                        + "longer is calmer.")
        @Default("300")
        @Min(0)
        @Max(3600)
        @Nullable
        Integer scaleDownStabilizationSeconds,

        @JsonPropertyDescription(
                "What KEDA goes by. Needs KEDA in the cluster; condition AutoscalerReady says if it is.")
        @Nullable
        KedaSpec keda) {}
