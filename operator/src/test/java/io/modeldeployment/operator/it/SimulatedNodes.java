package io.modeldeployment.operator.it;

import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.TaintBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Nodes of the API server that no machine stands behind, with cards of their own product so that tests do not share them. */
final class SimulatedNodes implements AutoCloseable {
    private final KubernetesClient client;
    private final String product;
    private final List<String> names = new ArrayList<>();

    SimulatedNodes(KubernetesClient client, String product) {
        this.client = client;
        this.product = product;
    }

    /** Adds a node that is ready and has so many cards. */
    SimulatedNodes add(int cards) {
        var node = new NodeBuilder()
                .withNewMetadata()
                .withName(product.toLowerCase(Locale.ROOT) + "-" + names.size())
                .withLabels(Map.of("nvidia.com/gpu.product", product))
                .endMetadata()
                .build();
        names.add(client.resource(node).create().getMetadata().getName());
        onlyTaint(names.getLast());
        resize(names.size() - 1, cards);
        return this;
    }

    /** The API server marks every new node as not ready, and a controller that is not there would take that away. */
    private void onlyTaint(String name) {
        client.nodes()
                .withName(name)
                .edit(node -> new NodeBuilder(node)
                        .editOrNewSpec()
                        .withTaints(new TaintBuilder()
                                .withKey("nvidia.com/gpu")
                                .withEffect("NoSchedule")
                                .build())
                        .endSpec()
                        .build());
    }

    /** From now on that node has so many cards. */
    void resize(int node, int cards) {
        Map<String, Quantity> has = Map.of(
                "nvidia.com/gpu", new Quantity(String.valueOf(cards)),
                "cpu", new Quantity("64"),
                "memory", new Quantity("256Gi"),
                "pods", new Quantity("110"));
        client.nodes()
                .withName(names.get(node))
                .editStatus(seen -> new NodeBuilder(seen)
                        .withNewStatus()
                        .withCapacity(has)
                        .withAllocatable(has)
                        .withConditions(new NodeConditionBuilder()
                                .withType("Ready")
                                .withStatus("True")
                                .build())
                        .endStatus()
                        .build());
    }

    @Override
    public void close() {
        names.forEach(name -> client.nodes().withName(name).delete());
    }
}
