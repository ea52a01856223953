package io.modeldeployment.operator.reconcile.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When those who wait for a card are called: only when there may be more room than before. */
class MoreRoomTest {
    private int calls;

    private int callsAtTheEndOf(Pod pod) {
        calls = 0;
        var ledger = new PodLedger(() -> calls++);
        ledger.put("a/b", pod);
        ledger.remove("a/b");
        return calls;
    }

    private static Pod pod(String resource, @Nullable String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("a")
                .withName("b")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withNewResources()
                .withRequests(Map.of(resource, new Quantity("1")))
                .endResources()
                .endContainer()
                .endSpec()
                .build();
    }

    @Test
    void thePodThatHadACardIsGone() {
        assertEquals(1, callsAtTheEndOf(pod("nvidia.com/gpu", "node")));
        assertEquals(0, callsAtTheEndOf(pod("nvidia.com/gpu", null)));
        assertEquals(0, callsAtTheEndOf(pod("cpu", "node")));
    }

    private int callsAtTheChange(Node before, Node after) {
        calls = 0;
        new NodeChanges(() -> calls++).onUpdate(before, after);
        return calls;
    }

    private static Node node(int cards, String beat) {
        return new NodeBuilder()
                .withNewMetadata()
                .withName("node")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .withNewStatus()
                .withAllocatable(Map.of("nvidia.com/gpu", new Quantity(String.valueOf(cards))))
                .addNewCondition()
                .withType("Ready")
                .withStatus("True")
                .withLastHeartbeatTime(beat)
                .endCondition()
                .endStatus()
                .build();
    }

    @Test
    void theNodeHasOtherCardsThanBefore() {
        assertEquals(1, callsAtTheChange(node(1, "2026-01-01T00:00:00Z"), node(2, "2026-01-01T00:00:00Z")));
        assertEquals(0, callsAtTheChange(node(1, "2026-01-01T00:00:00Z"), node(1, "2026-01-01T00:05:00Z")));
    }
}
