package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.TolerationBuilder;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives the server's container of a pod its devices, and pods the nodes that have them. */
final class DevicePods {
    private static final String CLAIM = "accelerator";

    private DevicePods() {}

    /** {@code template} with {@code devices}; as it is without any. */
    static PodTemplateSpec with(@Nullable Devices devices, PodTemplateSpec template) {
        if (devices == null) {
            return template;
        }
        PodSpecBuilder pod = new PodSpecBuilder(template.getSpec())
                .withContainers(template.getSpec().getContainers().stream()
                        .map(container -> equipped(container, devices))
                        .toList());
        if (devices.resourceClaimTemplateName() != null) {
            pod.addNewResourceClaim()
                    .withName(CLAIM)
                    .withResourceClaimTemplateName(devices.resourceClaimTemplateName())
                    .endResourceClaim();
        }
        return withSpec(template, onNodesOf(devices, pod.build()));
    }

    /** {@code pod} on nodes that pods with {@code devices} may run on, without taking any. */
    static PodSpec onNodesOf(@Nullable Devices devices, PodSpec pod) {
        if (devices == null) {
            return pod;
        }
        PodSpecBuilder placed = new PodSpecBuilder(pod);
        if (devices.product() != null) {
            placed.addToNodeSelector(Devices.PRODUCT_LABEL, devices.product());
        }
        Toleration toleration = toleration(devices);
        if (!pod.getTolerations().contains(toleration)) {
            placed.addToTolerations(toleration);
        }
        return placed.build();
    }

    private static PodTemplateSpec withSpec(PodTemplateSpec template, PodSpec spec) {
        return new PodTemplateSpecBuilder(template).withSpec(spec).build();
    }

    /** Requests equal limits: a device is not shared out by less than it is. */
    private static Container equipped(Container container, Devices devices) {
        var resources = new ContainerBuilder(container).editOrNewResources();
        if (devices.resource() == null) {
            return resources
                    .addNewClaim()
                    .withName(CLAIM)
                    .endClaim()
                    .endResources()
                    .build();
        }
        var count = Map.of(
                devices.resource(),
                new Quantity(String.valueOf(Optional.ofNullable(devices.count()).orElse(1))));
        return resources.addToRequests(count).addToLimits(count).endResources().build();
    }

    private static Toleration toleration(Devices devices) {
        return new TolerationBuilder()
                .withKey(devices.taint())
                .withOperator("Exists")
                .withEffect("NoSchedule")
                .build();
    }
}
