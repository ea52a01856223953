package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Does with actions what Kubernetes would: pods start and end slowly, endpoints follow the route with a lag. */
final class SimulatedCluster {
    /** How slow the cluster is, in passes, and how many pods fit into it. */
    record Pace(int start, int minReady, int firstAnswer, int termination, int endpointLag, int capacity) {
        static final Pace USUAL = new Pace(3, 1, 1, 4, 2, 1000);

        Pace withCapacity(int pods) {
            return new Pace(start, minReady, firstAnswer, termination, endpointLag, pods);
        }
    }

    private static final class Workload {
        final long number;
        int desired;
        Optional<RevisionView.Crash> crash = Optional.empty();

        Workload(long number) {
            this.number = number;
        }
    }

    private Pace pace;
    private final Map<RevisionHash, Workload> workloads = new TreeMap<>();
    private final Map<RevisionHash, Behaviour> behaviours = new HashMap<>();
    private final List<SimulatedPod> pods = new ArrayList<>();
    private final Deque<Set<SimulatedPod>> slices = new ArrayDeque<>();
    private final Deque<Set<SimulatedPod>> backends = new ArrayDeque<>();
    final SimulatedGateway gateway = new SimulatedGateway();
    private Route route = new Route.None();
    private Optional<RevisionHash> preview = Optional.empty();
    private Instant now;
    private long created;

    SimulatedCluster(Pace pace, Instant now) {
        this.pace = pace;
        this.now = now;
    }

    void behave(RevisionHash revision, Behaviour behaviour) {
        behaviours.put(revision, behaviour);
    }

    /** Does one action; an Event is only heard. */
    void apply(Action action) {
        switch (action) {
            case Action.ApplyRevision(var revision, var replicas) ->
                workloads.computeIfAbsent(revision, _ -> new Workload(++created)).desired = replicas;
            case Action.SetTraffic(var wanted) -> route = wanted;
            case Action.SetGatewayRoute(var wanted) -> gateway.write(wanted);
            case Action.SetPreview(var revision) -> preview = revision;
            case Action.DeleteRevision(var revision) -> workloads.remove(revision);
            case Action.PublishEvent _ -> {}
        }
    }

    /** The controllers and kubelets act once. */
    void pass(Instant time) {
        now = time;
        workloads.forEach(this::scale);
        for (SimulatedPod pod : pods) {
            if (pod.pass(behaviour(pod.revision()), pace.start())) {
                diedOn(pod.revision());
            }
        }
        pods.removeIf(SimulatedPod::isGone);
        publish(slices, pods.stream().filter(pod -> pod.isReady() && route.reaches(pod.revision())));
        publish(backends, pods.stream().filter(SimulatedPod::isReady));
        gateway.pass();
    }

    private void publish(Deque<Set<SimulatedPod>> queue, Stream<SimulatedPod> endpoints) {
        queue.addLast(endpoints.collect(Collectors.toSet()));
        while (queue.size() > pace.endpointLag() + 1) {
            queue.removeFirst();
        }
    }

    private void scale(RevisionHash revision, Workload workload) {
        // As a ReplicaSet does it: those that are not ready go first, then those that became so last.
        List<SimulatedPod> running = of(revision).filter(pod -> !pod.isTerminating()).toList().reversed().stream()
                .sorted(Comparator.comparing(SimulatedPod::isReady))
                .toList();
        for (int i = running.size(); i < workload.desired && pods.size() < pace.capacity(); i++) {
            pods.add(new SimulatedPod(revision, pace.start()));
        }
        running.stream()
                .limit(Math.max(0, running.size() - workload.desired))
                .forEach(pod -> pod.terminate(pace.termination()));
    }

    private void diedOn(RevisionHash revision) {
        Optional.ofNullable(workloads.get(revision))
                .ifPresent(workload ->
                        workload.crash = Optional.of(new RevisionView.Crash("exit code 1: model is broken", now)));
    }

    private Behaviour behaviour(RevisionHash revision) {
        return behaviours.getOrDefault(revision, Behaviour.GOOD);
    }

    private Stream<SimulatedPod> of(RevisionHash revision) {
        return pods.stream().filter(pod -> pod.revision().equals(revision));
    }

    private Set<SimulatedPod> endpoints() {
        return slices.isEmpty() ? Set.of() : slices.getFirst();
    }

    private List<SimulatedPod> backendsOf(RevisionHash revision) {
        return backends.isEmpty()
                ? List.of()
                : backends.getFirst().stream()
                        .filter(pod -> pod.revision().equals(revision))
                        .toList();
    }

    /** Room for pods of {@code candidate}; where nodes cannot be seen, only that some of its pods have no place. */
    Room room(RevisionHash candidate, boolean known) {
        int free = pace.capacity() - pods.size();
        int missing = missing(candidate);
        int before = workloads.keySet().stream()
                .filter(revision -> !revision.equals(candidate))
                .mapToInt(this::missing)
                .sum();
        if (!known) {
            int homeless = missing + before;
            return homeless > 0 ? new Room(-homeless, "unschedulable") : Room.PLENTY;
        }
        int more = Math.max(0, free - before) - missing;
        return new Room(more, more > 0 ? "" : "no card is free");
    }

    private int missing(RevisionHash revision) {
        long running = of(revision).filter(pod -> !pod.isTerminating()).count();
        return (int) Math.max(
                0,
                Optional.ofNullable(workloads.get(revision))
                                .map(found -> found.desired)
                                .orElse(0)
                        - running);
    }

    /** What an operator would read. */
    Observation observe() {
        Set<RevisionHash> all = new HashSet<>(workloads.keySet());
        pods.forEach(pod -> all.add(pod.revision()));
        var views = new HashMap<RevisionHash, RevisionView>();
        all.forEach(revision -> views.put(revision, view(revision)));
        return new Observation(views, route, gateway.view());
    }

    private RevisionView view(RevisionHash revision) {
        Optional<Workload> workload = Optional.ofNullable(workloads.get(revision));
        return new RevisionView(
                revision,
                workload.map(found -> found.number).orElse(0L),
                workload.map(found -> found.desired).orElse(0),
                (int) of(revision).count(),
                (int) of(revision)
                        .filter(pod -> pod.isReadyFor(pace.minReady()))
                        .count(),
                (int) endpoints().stream()
                        .filter(pod -> pod.revision().equals(revision))
                        .count(),
                backendsOf(revision).size(),
                probe(revision),
                workload.flatMap(found -> found.crash),
                behaviour(revision) == Behaviour.PENDING ? Optional.of("no node has a free GPU") : Optional.empty());
    }

    private Probe probe(RevisionHash revision) {
        List<SimulatedPod> ready = of(revision).filter(SimulatedPod::isReady).toList();
        if (ready.isEmpty()) {
            return new Probe.Unasked();
        }
        return switch (behaviour(revision)) {
            case ANSWERS_WRONGLY -> new Probe.Failed("2 labels were expected, 3 came");
            case SILENT -> new Probe.NoAnswer("timeout");
            default ->
                ready.stream().allMatch(pod -> pod.isReadyFor(pace.firstAnswer()))
                        ? new Probe.Passed()
                        : new Probe.NoAnswer("not asked yet");
        };
    }

    /** Whether each request of a client that calls now is answered: endpoints are there and none is dead. */
    boolean answersEveryRequest() {
        return !endpoints().isEmpty() && pods.containsAll(endpoints());
    }

    /** The same of a client that calls through the gateways, where they have a route. */
    boolean answersEveryRequestThroughGateways() {
        return gateway.effective().stream()
                .flatMap(route -> route.weights().keySet().stream())
                .map(this::backendsOf)
                .allMatch(backends -> !backends.isEmpty() && pods.containsAll(backends));
    }

    /** Ready pods that get requests, from the Service or through gateways. */
    int serving() {
        return (int) pods.stream()
                .filter(pod -> pod.isReady()
                        && (route.reaches(pod.revision())
                                || gateway.view()
                                        .route()
                                        .filter(now -> now.weightOf(pod.revision()) > 0)
                                        .isPresent()))
                .count();
    }

    /** The pods of a revision are lost without a crash, as when their node is. */
    void loseNodeOf(RevisionHash revision) {
        pods.removeIf(pod -> pod.revision().equals(revision));
    }

    /** Containers of a revision die and start again. */
    void crash(RevisionHash revision) {
        if (of(revision).findAny().isPresent()) {
            of(revision).filter(pod -> !pod.isTerminating()).forEach(pod -> pod.restart(pace.start()));
            diedOn(revision);
        }
    }

    /** Somebody scales a Deployment by hand. */
    void scaleByHand(RevisionHash revision, int replicas) {
        Optional.ofNullable(workloads.get(revision)).ifPresent(workload -> workload.desired = replicas);
    }

    /** Somebody deletes a revision with all its objects and pods. */
    void deleteByHand(RevisionHash revision) {
        workloads.remove(revision);
        loseNodeOf(revision);
    }

    /** More room, as when nodes are added. */
    void growTo(int capacity) {
        pace = pace.withCapacity(capacity);
    }

    Route route() {
        return route;
    }

    Optional<RevisionHash> preview() {
        return preview;
    }
}
