package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.Claim;
import io.modeldeployment.operator.rollout.Room;
import io.modeldeployment.operator.schedule.Demand;
import io.modeldeployment.operator.schedule.PodView;
import io.modeldeployment.operator.schedule.Pool;
import io.modeldeployment.operator.schedule.Ticket;
import io.modeldeployment.operator.schedule.Vacancy;
import io.modeldeployment.operator.status.SchedulableReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether nodes have accelerators for the pods of a ModelDeployment that asks for some. */
public final class Accelerators {
    /** The reason of the condition Schedulable while a rollout waits its turn. */
    public static final String QUEUED = Queue.REASON;

    private static final String NODE_NAME = "kubernetes.io/hostname";

    private final Queue queue = new Queue();
    private final ClusterWatch cluster;

    /** {@code call} is told of everyone in the line when there may be more room. */
    public Accelerators(Consumer<ResourceID> call) {
        cluster = new ClusterWatch(() -> queue.all().forEach(call));
    }

    /** Room for more pods of a candidate, which takes its place in the line for what is free. */
    public Room room(Candidate candidate, KubernetesClient client, Instant now) {
        PodSpec pod = candidate.template().getSpec();
        if (!(cluster.look(client, now) instanceof ClusterSight.Seen seen)
                || !pod.getResourceClaims().isEmpty()) {
            return byItsPods(candidate.pods());
        }
        int priority = seen.priorities()
                .getOrDefault(Optional.ofNullable(pod.getPriorityClassName()).orElse(""), 0);
        Optional<String> revision = Optional.of(candidate.view().hash().value());
        Demand demand = demand(pod, revision, seen, candidate.resource());
        Predicate<PodLedger.Entry> waitsItself =
                entry -> candidate.owns(entry) && entry.view().node().isEmpty();
        Pool pool = pool(seen, waitsItself.negate(), priority);
        List<PodView> pods = seen.pods().stream()
                .filter(candidate::owns)
                .map(PodLedger.Entry::view)
                .filter(PodView::waits)
                .toList();
        long placed = pods.stream().filter(view -> view.node().isPresent()).count();
        int desired = candidate.view().desired();
        Ticket ticket = ticket(candidate, demand, Math.max(0, desired - pods.size()), priority, now);
        Vacancy left = queue.join(ticket, pool, seen, now).vacancy(demand);
        int more = left.pods() - (int) Math.max(0, desired - placed);
        return new Room(more, more > 0 ? "" : why(left, pool.vacancy(demand)));
    }

    /** Pods that were asked for and do not exist yet hold nothing that others could see. */
    private static Ticket ticket(Candidate candidate, Demand demand, int unborn, int priority, Instant now) {
        Claim claim = candidate.claim();
        return new Ticket(
                candidate.id(),
                claim.started(),
                priority,
                Queue.since(candidate.resource(), now),
                demand,
                claim.pods() + unborn,
                claim.surplus());
    }

    private static String why(Vacancy left, Vacancy free) {
        return left.pods() == 0 && free.pods() > 0
                ? "what is free is kept for rollouts that are under way, have a higher priority or have waited longer"
                : left.why();
    }

    /** Gives up the place in the line. */
    public void leave(ModelDeployment resource) {
        queue.leave(resource);
    }

    /** Where nodes cannot be seen, the scheduler's word on the pods is all there is. */
    private static Room byItsPods(Collection<Pod> pods) {
        List<String> homeless = pods.stream()
                .flatMap(pod -> unschedulable(pod).stream())
                .map(PodCondition::getMessage)
                .toList();
        return homeless.isEmpty() ? Room.PLENTY : new Room(-homeless.size(), String.valueOf(homeless.getFirst()));
    }

    /** What the condition Schedulable says of the {@code pods} of {@code resource}; empty where it asks for no accelerator. */
    public Optional<SchedulableReport> look(
            ModelDeployment resource, Collection<Pod> pods, KubernetesClient client, Instant now) {
        if (resource.getSpec().accelerator() == null) {
            return Optional.empty();
        }
        ClusterSight sight = cluster.look(client, now);
        List<Pod> homeless = pods.stream()
                .filter(pod -> unschedulable(pod).isPresent())
                .sorted((one, other) -> one.getMetadata()
                        .getName()
                        .compareTo(other.getMetadata().getName()))
                .toList();
        if (!homeless.isEmpty()) {
            Pod first = homeless.getFirst();
            String count = homeless.size() == 1 ? "1 pod has no node" : homeless.size() + " pods have no node";
            return Optional.of(new SchedulableReport(
                    Optional.of(false), "Unschedulable", count + ". " + why(first, resource, sight)));
        }
        return Optional.of(
                sight instanceof ClusterSight.Hidden(String reason, String message)
                        ? new SchedulableReport(Optional.empty(), reason, message)
                        : new SchedulableReport(Optional.of(true), "Scheduled", "Every pod has a node"));
    }

    /** In our words where they say more than the scheduler's, which knows of volumes and other pods' wishes too. */
    private static String why(Pod pod, ModelDeployment resource, ClusterSight sight) {
        String scheduler = unschedulable(pod).map(PodCondition::getMessage).orElse("");
        if (!(sight instanceof ClusterSight.Seen seen)
                || !pod.getSpec().getResourceClaims().isEmpty()) {
            return scheduler;
        }
        Optional<String> revision = Labels.revisionOf(pod).map(hash -> hash.value());
        Predicate<PodLedger.Entry> waitsItself = entry -> entry.isOf(resource)
                && entry.revision().equals(revision)
                && entry.view().node().isEmpty();
        int priority = Optional.ofNullable(pod.getSpec().getPriority()).orElse(0);
        Vacancy vacancy =
                pool(seen, waitsItself.negate(), priority).vacancy(demand(pod.getSpec(), revision, seen, resource));
        return vacancy.pods() > 0 ? scheduler : vacancy.why();
    }

    private static Pool pool(ClusterSight.Seen seen, Predicate<PodLedger.Entry> counts, int priority) {
        List<PodView> pods =
                seen.pods().stream().filter(counts).map(PodLedger.Entry::view).toList();
        return Pool.of(seen.nodes(), pods, priority);
    }

    /** A revision that keeps off others' nodes cannot be where any other of the same ModelDeployment runs. */
    private static Demand demand(
            PodSpec pod, Optional<String> revision, ClusterSight.Seen seen, ModelDeployment resource) {
        Set<String> occupied = keepsOff(pod)
                ? seen.pods().stream()
                        .filter(entry ->
                                entry.isOf(resource) && !entry.revision().equals(revision))
                        .flatMap(entry -> entry.view().node().stream())
                        .collect(Collectors.toSet())
                : Set.of();
        return Views.demand(pod, occupied);
    }

    private static boolean keepsOff(PodSpec pod) {
        return pod.getAffinity() != null
                && pod.getAffinity().getPodAntiAffinity() != null
                && pod.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().stream()
                        .anyMatch(term -> NODE_NAME.equals(term.getTopologyKey()));
    }

    private static Optional<PodCondition> unschedulable(Pod pod) {
        return Optional.ofNullable(pod.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition -> "PodScheduled".equals(condition.getType())
                        && "False".equals(condition.getStatus())
                        && "Unschedulable".equals(condition.getReason()))
                .findFirst();
    }
}
