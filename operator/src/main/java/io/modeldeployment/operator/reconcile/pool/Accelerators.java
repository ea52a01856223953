package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.schedule.Demand;
import io.modeldeployment.operator.schedule.PodView;
import io.modeldeployment.operator.schedule.Pool;
import io.modeldeployment.operator.schedule.Vacancy;
import io.modeldeployment.operator.status.SchedulableReport;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Whether nodes have accelerators for the pods of a ModelDeployment that asks for some. */
public final class Accelerators {
    private static final String NODE_NAME = "kubernetes.io/hostname";

    private final ClusterWatch cluster = new ClusterWatch();

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
        Predicate<PodLedger.Entry> waitsItself = entry -> isOf(entry, resource)
                && entry.revision().equals(revision)
                && entry.view().node().isEmpty();
        int priority = Optional.ofNullable(pod.getSpec().getPriority()).orElse(0);
        Vacancy vacancy = pool(seen, waitsItself.negate(), priority).vacancy(demand(pod, seen, resource));
        return vacancy.pods() > 0 ? scheduler : vacancy.why();
    }

    private static Pool pool(ClusterSight.Seen seen, Predicate<PodLedger.Entry> counts, int priority) {
        List<PodView> pods =
                seen.pods().stream().filter(counts).map(PodLedger.Entry::view).toList();
        return Pool.of(seen.nodes(), pods, priority);
    }

    /** A revision that keeps off others' nodes cannot be where any other of the same ModelDeployment runs. */
    private static Demand demand(Pod pod, ClusterSight.Seen seen, ModelDeployment resource) {
        Optional<String> revision = Labels.revisionOf(pod).map(hash -> hash.value());
        Set<String> occupied = keepsOff(pod.getSpec())
                ? seen.pods().stream()
                        .filter(entry ->
                                isOf(entry, resource) && !entry.revision().equals(revision))
                        .flatMap(entry -> entry.view().node().stream())
                        .collect(Collectors.toSet())
                : Set.of();
        return Views.demand(pod.getSpec(), occupied);
    }

    private static boolean keepsOff(PodSpec pod) {
        return pod.getAffinity() != null
                && pod.getAffinity().getPodAntiAffinity() != null
                && pod.getAffinity().getPodAntiAffinity().getRequiredDuringSchedulingIgnoredDuringExecution().stream()
                        .anyMatch(term -> NODE_NAME.equals(term.getTopologyKey()));
    }

    private static boolean isOf(PodLedger.Entry entry, ModelDeployment resource) {
        return entry.namespace().equals(resource.getMetadata().getNamespace())
                && entry.name().filter(resource.getMetadata().getName()::equals).isPresent();
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
