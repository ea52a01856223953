package io.modeldeployment.api.v1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where pods may run. */
public record SchedulingSpec(
        @JsonPropertyDescription("Labels that a node must carry.") @Size(max = 50) @Nullable
        Map<String, String> nodeSelector,

        @JsonPropertyDescription("Taints that the pods tolerate, for example those of GPU nodes.")
        @Size(max = 50)
        @Nullable
        List<Toleration> tolerations,

        @JsonPropertyDescription("PriorityClass of the pods.") @Size(min = 1, max = 253) @Nullable
        String priorityClassName) {}
