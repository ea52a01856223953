package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/** One measure of the load: exactly one of its fields. */
@ValidationRule(
        value = "[has(self.resource), has(self.pods), has(self.external)].filter(x, x).size() == 1",
        message = "a metric is exactly one of resource, pods and external; write each as a list item of its own")
public record AutoscalingMetric(
        @JsonPropertyDescription("CPU or memory of the pods, from the cluster's metrics-server.") @Nullable
        ResourceLoad resource,

        @JsonPropertyDescription("A figure of each pod from the custom metrics API, for example of prometheus-adapter.")
        @Nullable
        PodsLoad pods,

        @JsonPropertyDescription("A figure from the external metrics API, for example the length of a queue.") @Nullable
        ExternalLoad external) {}
