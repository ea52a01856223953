package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.modeldeployment.operator.schedule.Amounts;
import io.modeldeployment.operator.schedule.Demand;
import io.modeldeployment.operator.schedule.NodeView;
import io.modeldeployment.operator.schedule.PodView;
import io.modeldeployment.operator.schedule.Taint;
import io.modeldeployment.operator.schedule.Tolerance;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads nodes and pods of Kubernetes into what decides whether one fits onto the other. */
final class Views {
    private static final BigDecimal THOUSAND = BigDecimal.valueOf(1000);
    private static final Amounts ONE_POD = new Amounts(Map.of("pods", 1000L));

    private Views() {}

    static NodeView node(Node node) {
        boolean ready = node.getStatus() != null
                && node.getStatus().getConditions().stream()
                        .anyMatch(condition ->
                                "Ready".equals(condition.getType()) && "True".equals(condition.getStatus()));
        List<Taint> taints = node.getSpec().getTaints().stream()
                .map(taint -> new Taint(taint.getKey(), text(taint.getValue()), text(taint.getEffect())))
                .toList();
        return new NodeView(
                node.getMetadata().getName(),
                Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()),
                taints,
                ready,
                Boolean.TRUE.equals(node.getSpec().getUnschedulable()),
                node.getStatus() == null
                        ? Amounts.NONE
                        : amounts(node.getStatus().getAllocatable()));
    }

    /** What matters of a pod that has a node is only what it holds there. */
    static PodView pod(Pod pod) {
        Optional<String> node = Optional.ofNullable(pod.getSpec().getNodeName())
                .or(() -> Optional.ofNullable(pod.getStatus()).map(status -> status.getNominatedNodeName()))
                .filter(name -> !name.isEmpty());
        Demand demand = node.isPresent()
                ? new Demand(requests(pod.getSpec()), Map.of(), List.of(), Set.of())
                : demand(pod.getSpec(), Set.of());
        boolean waits = pod.getSpec().getSchedulingGates().isEmpty()
                && pod.getMetadata().getDeletionTimestamp() == null;
        return new PodView(
                node, demand, Optional.ofNullable(pod.getSpec().getPriority()).orElse(0), waits);
    }

    static Demand demand(PodSpec pod, Set<String> apartFrom) {
        List<Tolerance> tolerances = pod.getTolerations().stream()
                .map(toleration -> new Tolerance(
                        text(toleration.getKey()),
                        text(toleration.getOperator()),
                        text(toleration.getValue()),
                        text(toleration.getEffect())))
                .toList();
        return new Demand(
                requests(pod), Optional.ofNullable(pod.getNodeSelector()).orElse(Map.of()), tolerances, apartFrom);
    }

    /**
     * What the scheduler sets aside: all containers together with the init containers that go on running, or, if that is
     * more, an init container with those that run beside it.
     */
    private static Amounts requests(PodSpec pod) {
        Amounts sidecars = Amounts.NONE;
        Amounts most = Amounts.NONE;
        for (Container init : pod.getInitContainers()) {
            if ("Always".equals(init.getRestartPolicy())) {
                sidecars = sidecars.plus(requests(init));
                most = most.atLeast(sidecars);
            } else {
                most = most.atLeast(sidecars.plus(requests(init)));
            }
        }
        Amounts running = pod.getContainers().stream().map(Views::requests).reduce(sidecars, Amounts::plus);
        return most.atLeast(running).plus(amounts(pod.getOverhead())).plus(ONE_POD);
    }

    /** A limit without a request is one. */
    private static Amounts requests(Container container) {
        if (container.getResources() == null) {
            return Amounts.NONE;
        }
        var all = new HashMap<>(amounts(container.getResources().getLimits()).thousandths());
        all.putAll(amounts(container.getResources().getRequests()).thousandths());
        return new Amounts(all);
    }

    private static Amounts amounts(@Nullable Map<String, Quantity> quantities) {
        return quantities == null
                ? Amounts.NONE
                : new Amounts(quantities.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> thousandths(entry.getValue()))));
    }

    private static long thousandths(Quantity quantity) {
        return quantity.getNumericalAmount()
                .multiply(THOUSAND)
                .setScale(0, RoundingMode.CEILING)
                .min(BigDecimal.valueOf(Long.MAX_VALUE / 100))
                .longValue();
    }

    private static String text(@Nullable String value) {
        return Stream.ofNullable(value).findFirst().orElse("");
    }
}
