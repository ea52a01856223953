package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.modeldeployment.api.v1.ComputeResources;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests and limits of containers. */
final class ContainerResources {
    private ContainerResources() {}

    static ResourceRequirements all(ComputeResources resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(resources.requests())
                .withLimits(resources.limits())
                .build();
    }

    /** Without devices: an init container that copies files needs no GPU, and must not count as a second one. */
    static ResourceRequirements withoutDevices(ResourceRequirements resources) {
        return new ResourceRequirementsBuilder()
                .withRequests(plain(resources.getRequests()))
                .withLimits(plain(resources.getLimits()))
                .build();
    }

    private static Map<String, Quantity> plain(@Nullable Map<String, Quantity> quantities) {
        var plain = new TreeMap<>(quantities == null ? Map.<String, Quantity>of() : quantities);
        plain.keySet().removeIf(resource -> resource.contains("/"));
        return plain;
    }
}
