package io.modeldeployment.operator.schedule;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Nodes and pods with cards, as tests name them. */
final class Cards {
    static final String GPU = "nvidia.com/gpu";
    static final String PRODUCT = "nvidia.com/gpu.product";
    static final Tolerance TOLERANCE = new Tolerance(GPU, "Exists", "", "NoSchedule");

    private Cards() {}

    static Amounts amounts(long cpu, long cards) {
        return new Amounts(Map.of("cpu", cpu * 1000, GPU, cards * 1000));
    }

    static NodeView node(String name, int cards) {
        return new NodeView(name, Map.of(PRODUCT, "H100"), List.of(), true, false, amounts(64, cards));
    }

    /** Needs so many cards. */
    static Demand needs(int cards) {
        return new Demand(amounts(1, cards), Map.of(), List.of(TOLERANCE), Set.of());
    }

    static Demand needs(int cards, String product) {
        return new Demand(amounts(1, cards), Map.of(PRODUCT, product), List.of(TOLERANCE), Set.of());
    }

    static PodView on(String node, int cards) {
        return new PodView(Optional.of(node), needs(cards), 0, false);
    }

    static PodView waiting(int cards, int priority) {
        return new PodView(Optional.empty(), needs(cards), priority, true);
    }
}
