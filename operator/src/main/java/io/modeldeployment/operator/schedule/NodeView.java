package io.modeldeployment.operator.schedule;

import java.util.List;
import java.util.Map;

/**
 * A node as the scheduler would look at it.
 *
 * @param ready whether its kubelet says so
 * @param unschedulable whether it was cordoned off
 * @param allocatable what it has for pods in all
 */
public record NodeView(
        String name,
        Map<String, String> labels,
        List<Taint> taints,
        boolean ready,
        boolean unschedulable,
        Amounts allocatable) {
    public NodeView {
        labels = Map.copyOf(labels);
        taints = List.copyOf(taints);
    }
}
