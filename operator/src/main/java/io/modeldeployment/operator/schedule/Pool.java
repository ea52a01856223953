package io.modeldeployment.operator.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The nodes with what is free on them. A value: placing a pod makes another pool.
 *
 * <p>It looks at what the scheduler's filters for readiness, cordons, taints, node selectors and resources look at. What it
 * does not know, such as volumes or other pods' affinities, can only make it promise too much, and then a pod waits.
 */
public final class Pool {
    private static final int NAMED = 5;

    private final List<NodeView> nodes;
    private final Map<String, Amounts> free;

    private Pool(List<NodeView> nodes, Map<String, Amounts> free) {
        this.nodes = List.copyOf(nodes);
        this.free = Map.copyOf(free);
    }

    /**
     * {@code nodes} with {@code pods} on them. Pods that wait and would be served before one of {@code priority} are placed
     * first, if they fit anywhere.
     */
    public static Pool of(List<NodeView> nodes, List<PodView> pods, int priority) {
        var free = new TreeMap<String, Amounts>();
        nodes.forEach(node -> free.put(node.name(), node.allocatable()));
        pods.forEach(pod -> pod.node()
                .ifPresent(place -> free.computeIfPresent(
                        place, (_, left) -> left.minus(pod.demand().requests()))));
        Pool pool = new Pool(nodes, free);
        List<Demand> before = pods.stream()
                .filter(pod -> pod.node().isEmpty() && pod.waits() && pod.priority() >= priority)
                .sorted(Comparator.comparingInt(PodView::priority).reversed())
                .map(PodView::demand)
                .toList();
        for (Demand demand : before) {
            pool = pool.with(demand, 1);
        }
        return pool;
    }

    /** The same with up to {@code count} pods more, as many as fit. */
    public Pool with(Demand demand, int count) {
        var left = new TreeMap<>(free);
        int open = count;
        for (NodeView node : nodes) {
            int here = Math.min(open, fitting(node, demand));
            left.computeIfPresent(node.name(), (_, amounts) -> without(amounts, demand.requests(), here));
            open -= here;
        }
        return new Pool(nodes, left);
    }

    private static Amounts without(Amounts amounts, Amounts each, int times) {
        return IntStream.range(0, times).boxed().reduce(amounts, (left, _) -> left.minus(each), (one, _) -> one);
    }

    /** How many more pods with {@code demand} fit, and what keeps others off. */
    public Vacancy vacancy(Demand demand) {
        long pods = nodes.stream().mapToLong(node -> fitting(node, demand)).sum();
        String devices = devices(demand);
        return pods > 0
                ? new Vacancy((int) Math.min(pods, Integer.MAX_VALUE), devices)
                : new Vacancy(
                        0,
                        "0 of " + nodes.size() + " nodes: " + reasons(demand)
                                + (devices.isEmpty() ? "" : "; " + devices));
    }

    private int fitting(NodeView node, Demand demand) {
        return Exclusion.of(node, demand).isPresent() ? 0 : demand.requests().timesIn(freeOn(node));
    }

    private Amounts freeOn(NodeView node) {
        return free.getOrDefault(node.name(), Amounts.NONE);
    }

    /** Why no node will do, the commonest reason first. */
    private String reasons(Demand demand) {
        var byReason = new LinkedHashMap<Exclusion, List<NodeView>>();
        nodes.forEach(node -> Exclusion.of(node, demand)
                .or(() -> Exclusion.byResources(node, demand.requests(), freeOn(node)))
                .ifPresent(reason ->
                        byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(node)));
        if (byReason.isEmpty()) {
            return "the cluster has none";
        }
        List<Map.Entry<Exclusion, List<NodeView>>> sorted = byReason.entrySet().stream()
                .sorted(Comparator.comparingInt((Map.Entry<Exclusion, List<NodeView>> entry) ->
                                -entry.getValue().size())
                        .thenComparing(entry -> entry.getKey().words(1, "")))
                .toList();
        String named = sorted.stream()
                .limit(NAMED)
                .map(entry -> entry.getKey().words(entry.getValue().size(), use(entry.getValue(), entry.getKey())))
                .collect(Collectors.joining(", "));
        int others = sorted.stream()
                .skip(NAMED)
                .mapToInt(entry -> entry.getValue().size())
                .sum();
        return named + (others == 0 ? "" : ", " + others + " for other reasons");
    }

    /** "8 of 8 in use" of the device that nodes lack. */
    private String use(List<NodeView> some, Exclusion reason) {
        return reason.device()
                .map(device -> {
                    long all = some.stream()
                            .mapToLong(node -> node.allocatable().of(device))
                            .sum();
                    long left = some.stream()
                            .mapToLong(node -> Math.max(0, freeOn(node).of(device)))
                            .sum();
                    return whole(all - left) + " of " + whole(all) + " in use";
                })
                .orElse("");
    }

    /** "2 of 16 nvidia.com/gpu are free", over all nodes. */
    private String devices(Demand demand) {
        return demand.requests().devices().stream()
                .map(device -> {
                    long all = nodes.stream()
                            .mapToLong(node -> node.allocatable().of(device))
                            .sum();
                    long left = nodes.stream()
                            .mapToLong(node -> Math.max(0, freeOn(node).of(device)))
                            .sum();
                    return whole(left) + " of " + whole(all) + " " + device + " are free";
                })
                .collect(Collectors.joining(", "));
    }

    private static long whole(long thousandths) {
        return thousandths / 1000;
    }
}
