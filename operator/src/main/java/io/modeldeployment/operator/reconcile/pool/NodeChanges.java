package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;

/** Tells when a node came or changed in what decides over pods; its kubelet writes far more often than that. */
record NodeChanges(Runnable changed) implements ResourceEventHandler<Node> {
    @Override
    public void onAdd(Node node) {
        changed.run();
    }

    @Override
    public void onUpdate(Node before, Node after) {
        if (!Views.node(before).equals(Views.node(after))) {
            changed.run();
        }
    }

    @Override
    public void onDelete(Node node, boolean isLastStateUnknown) {}
}
