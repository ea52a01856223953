package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.ResourceRequirementsBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSetSpecBuilder;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pods that hold a revision's images on nodes and do nothing else. A kubelet pulls an image for a container and removes none that a
 * container runs, however full the disk; so each image has a container, which sleeps.
 */
final class NodeCachePods {
    /** About 68 years. */
    private static final String FOR_EVER = String.valueOf(Integer.MAX_VALUE);

    private NodeCachePods() {}

    /** For the images of {@code pod}, on the nodes that it may run on; it takes no devices. */
    static DaemonSetSpec spec(String name, RevisionHash revision, PodSpec pod) {
        Container server = pod.getContainers().getFirst();
        var labels = Map.of(Labels.NODE_CACHE, name, Labels.REVISION, revision.value());
        return new DaemonSetSpecBuilder()
                .withRevisionHistoryLimit(1)
                .withNewSelector()
                .withMatchLabels(labels)
                .endSelector()
                .withNewUpdateStrategy()
                .withType("RollingUpdate")
                .withNewRollingUpdate()
                .withMaxUnavailable(new IntOrString("100%"))
                .endRollingUpdate()
                .endUpdateStrategy()
                .withNewTemplate()
                .withNewMetadata()
                .withLabels(labels)
                .endMetadata()
                .withSpec(PodTemplate.withoutRights()
                        .withTerminationGracePeriodSeconds(1L)
                        .withNodeSelector(pod.getNodeSelector())
                        .withTolerations(pod.getTolerations())
                        .withImagePullSecrets(pod.getImagePullSecrets())
                        .withInitContainers(ModelVolume.handsOver(container("copy-tool"), server)
                                .build())
                        .withContainers(sleepers(pod))
                        .withVolumes(ModelVolume.emptyDir("tools"))
                        .build())
                .endTemplate()
                .build();
    }

    private static List<Container> sleepers(PodSpec pod) {
        var policies = new LinkedHashMap<String, String>();
        Stream.concat(pod.getContainers().stream(), pod.getInitContainers().stream())
                .forEach(each -> policies.putIfAbsent(each.getImage(), each.getImagePullPolicy()));
        var sleepers = new ArrayList<Container>();
        policies.forEach((image, policy) -> sleepers.add(container("image-" + sleepers.size())
                .withImage(image)
                .withImagePullPolicy(policy)
                .withCommand(ModelVolume.TOOL, "sleep", FOR_EVER)
                .withVolumeMounts(PodTemplate.mount("tools", "/tools", true))
                .build()));
        return sleepers;
    }

    private static ContainerBuilder container(String name) {
        return ModelVolume.container(name).withResources(hardlyAny());
    }

    private static ResourceRequirements hardlyAny() {
        return new ResourceRequirementsBuilder()
                .withRequests(Map.of("cpu", new Quantity("1m"), "memory", new Quantity("8Mi")))
                .withLimits(Map.of("cpu", new Quantity("50m"), "memory", new Quantity("16Mi")))
                .build();
    }
}
