package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.Binding;
import io.fabric8.kubernetes.api.model.BindingBuilder;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Plays the scheduler for pods that ask for cards, as little as needed: by node selector and what is free. */
final class FakeScheduler {
    static final String GPU = "nvidia.com/gpu";

    private final KubernetesClient client;

    FakeScheduler(KubernetesClient client) {
        this.client = client;
    }

    /** Whether the pod has a node, or needs none; gives it one that has a free card, or says that none has. */
    boolean place(Pod pod) {
        if (cards(pod) == 0 || pod.getSpec().getNodeName() != null) {
            return true;
        }
        List<Pod> all = client.pods()
                .inNamespace(pod.getMetadata().getNamespace())
                .list()
                .getItems();
        Optional<Node> node = client.nodes().list().getItems().stream()
                .filter(candidate -> candidate.getMetadata().getLabels() != null
                        && candidate
                                .getMetadata()
                                .getLabels()
                                .entrySet()
                                .containsAll(selector(pod).entrySet()))
                .filter(candidate -> free(candidate, all) >= cards(pod))
                .findFirst();
        node.ifPresentOrElse(found -> bind(pod, found), () -> refuse(pod));
        return false;
    }

    private static Map<String, String> selector(Pod pod) {
        return Optional.ofNullable(pod.getSpec().getNodeSelector()).orElse(Map.of());
    }

    private static long free(Node node, List<Pod> pods) {
        long all = Optional.ofNullable(node.getStatus().getAllocatable())
                .map(has -> has.get(GPU))
                .map(cards -> cards.getNumericalAmount().longValue())
                .orElse(0L);
        return all
                - pods.stream()
                        .filter(pod -> node.getMetadata()
                                .getName()
                                .equals(pod.getSpec().getNodeName()))
                        .mapToLong(FakeScheduler::cards)
                        .sum();
    }

    private static long cards(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .map(Container::getResources)
                .flatMap(resources -> Stream.ofNullable(resources == null ? null : resources.getLimits()))
                .flatMap(limits -> Stream.ofNullable(limits.get(GPU)))
                .mapToLong(cards -> cards.getNumericalAmount().longValue())
                .sum();
    }

    private void bind(Pod pod, Node node) {
        Binding binding = new BindingBuilder()
                .withNewMetadata()
                .withName(pod.getMetadata().getName())
                .endMetadata()
                .withNewTarget()
                .withKind("Node")
                .withName(node.getMetadata().getName())
                .endTarget()
                .build();
        client.raw(
                "/api/v1/namespaces/" + pod.getMetadata().getNamespace() + "/pods/"
                        + pod.getMetadata().getName() + "/binding",
                "POST",
                binding);
    }

    private void refuse(Pod pod) {
        boolean said = pod.getStatus() != null
                && pod.getStatus().getConditions().stream()
                        .anyMatch(condition -> "PodScheduled".equals(condition.getType()));
        if (!said) {
            client.resource(pod)
                    .editStatus(seen -> new PodBuilder(seen)
                            .editOrNewStatus()
                            .addNewCondition()
                            .withType("PodScheduled")
                            .withStatus("False")
                            .withReason("Unschedulable")
                            .withMessage("0/1 nodes are available: 1 Insufficient " + GPU)
                            .endCondition()
                            .endStatus()
                            .build());
        }
    }
}
