package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClass;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Follows nodes, pods and priority classes of the whole cluster, from when the first ModelDeployment with an accelerator is
 * looked at. Where the operator may not, it asks again now and then.
 */
final class ClusterWatch {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final long PAGE = 500;
    private static final long SYNC_SECONDS = 20;
    private static final String HOW =
            ": install the chart without watchNamespaces or with accelerators.readCluster, or grant it. Until then only what the"
                    + " scheduler says of its own pods is known";

    private record Informers(
            SharedIndexInformer<Node> nodes, SharedIndexInformer<PriorityClass> priorities, PodLedger pods) {}

    private final Runnable freed;
    private Optional<Informers> informers = Optional.empty();
    private ClusterSight.Hidden hidden = new ClusterSight.Hidden("NotFollowed", "nodes were not looked at yet");
    private Instant lookAgain = Instant.MIN;

    /** {@code freed} is told when there may be more room than before. */
    ClusterWatch(Runnable freed) {
        this.freed = freed;
    }

    /** The cluster as it is now. */
    synchronized ClusterSight look(KubernetesClient client, Instant now) {
        if (informers.isEmpty() && !now.isBefore(lookAgain)) {
            follow(client, now);
        }
        return informers.<ClusterSight>map(ClusterWatch::seen).orElse(hidden);
    }

    private static ClusterSight.Seen seen(Informers all) {
        Map<String, Integer> priorities = new HashMap<>();
        all.priorities().getStore().list().forEach(priority -> {
            priorities.put(priority.getMetadata().getName(), priority.getValue());
            if (Boolean.TRUE.equals(priority.getGlobalDefault())) {
                priorities.put("", priority.getValue());
            }
        });
        return new ClusterSight.Seen(
                all.nodes().getStore().list().stream().map(Views::node).toList(),
                all.pods().list(),
                Map.copyOf(priorities));
    }

    private void follow(KubernetesClient client, Instant now) {
        lookAgain = now.plus(LOOK_AGAIN);
        Optional<ClusterSight.Hidden> refusal = refused("nodes", client.nodes())
                .or(() -> refused("pods of all namespaces", client.pods().inAnyNamespace()))
                .or(() -> refused("priorityclasses", client.scheduling().v1().priorityClasses()));
        if (refusal.isPresent()) {
            hidden = refusal.get();
            return;
        }
        var ledger = new PodLedger(freed);
        var nodes = client.nodes().runnableInformer(0).addEventHandler(new NodeChanges(freed));
        var priorities = client.scheduling().v1().priorityClasses().runnableInformer(0);
        var pods = client.pods()
                .inAnyNamespace()
                .withoutField("status.phase", "Succeeded")
                .withoutField("status.phase", "Failed")
                .withLimit(PAGE)
                .runnableInformer(0)
                .itemStore(ledger);
        if (started(nodes) && started(priorities) && started(pods)) {
            informers = Optional.of(new Informers(nodes, priorities, ledger));
        } else {
            nodes.stop();
            priorities.stop();
            pods.stop();
            hidden = new ClusterSight.Hidden(
                    "NotFollowed", "nodes and pods of the cluster could not be listed; that is tried again");
        }
    }

    private static boolean started(SharedIndexInformer<?> informer) {
        try {
            informer.start().toCompletableFuture().get(SYNC_SECONDS, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static <T extends HasMetadata> Optional<ClusterSight.Hidden> refused(
            String what, FilterWatchListDeletable<T, ?, ?> kind) {
        try {
            kind.list(new ListOptionsBuilder().withLimit(1L).build());
            return Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            return Optional.of(new ClusterSight.Hidden("Forbidden", "the operator may not list " + what + HOW));
        }
    }
}
