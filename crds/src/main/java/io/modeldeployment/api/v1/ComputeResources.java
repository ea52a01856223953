package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and limits of a container. */
public record ComputeResources(
        @JsonPropertyDescription("What the scheduler sets aside, for example cpu: 500m and memory: 1Gi.")
        @Size(max = 20)
        @Nullable
        Map<String, Quantity> requests,

        @JsonPropertyDescription("What the container may use at most.") @Size(max = 20) @Nullable
        Map<String, Quantity> limits) {}
