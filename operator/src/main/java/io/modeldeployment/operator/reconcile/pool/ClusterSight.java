package io.modeldeployment.operator.reconcile.pool;

import io.modeldeployment.operator.schedule.NodeView;
import java.util.List;
import java.util.Map;

/** What can be seen of the cluster's nodes. */
sealed interface ClusterSight {
    /**
     * All of it.
     *
     * @param priorities value of each PriorityClass; that of pods which name none is under the empty name
     */
    record Seen(List<NodeView> nodes, List<PodLedger.Entry> pods, Map<String, Integer> priorities)
            implements ClusterSight {}

    /** Nothing; {@code reason} is one CamelCase word, {@code message} says what is missing. */
    record Hidden(String reason, String message) implements ClusterSight {}
}
