package io.modeldeployment.e2e.watch;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.readiness.Readiness;
import io.modeldeployment.api.v1.ModelDeployment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Keeps every change of a ModelDeployment and its pods that a watch told of, so that a test can judge the way and not only
 * the end.
 */
public final class RolloutWatch implements AutoCloseable {
    private final List<Sighting> seen = new CopyOnWriteArrayList<>();
    private final Consumer<Sighting> listener;
    private final SharedIndexInformer<ModelDeployment> resources;
    private final SharedIndexInformer<Pod> pods;

    /**
     * Starts to watch.
     *
     * @param listener told of each change, on the watch's thread
     */
    public RolloutWatch(KubernetesClient client, String namespace, String name, Consumer<Sighting> listener) {
        this.listener = listener;
        this.pods = client.pods()
                .inNamespace(namespace)
                .withLabel(Labels.NAME, name)
                .runnableInformer(0);
        this.resources = client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName(name)
                .runnableInformer(0);
        pods.addEventHandler(new OnChange<>(this::look));
        resources.addEventHandler(new OnChange<>(this::look));
        pods.run();
        resources.run();
    }

    /** Starts to watch without a listener. */
    public RolloutWatch(KubernetesClient client, String namespace, String name) {
        this(client, namespace, name, sighting -> {});
    }

    private synchronized void look() {
        resources.getStore().list().stream().findFirst().map(this::sight).ifPresent(sighting -> {
            if (seen.isEmpty() || !sighting.looksLike(seen.getLast())) {
                seen.add(sighting);
                listener.accept(sighting);
            }
        });
        notifyAll();
    }

    private Sighting sight(ModelDeployment resource) {
        Map<String, Integer> ready = pods.getStore().list().stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(Readiness::isPodReady)
                .collect(Collectors.groupingBy(
                        pod -> pod.getMetadata().getLabels().getOrDefault(Labels.REVISION, "?"),
                        Collectors.summingInt(pod -> 1)));
        Integer replicas = resource.getSpec().replicas();
        return new Sighting(
                Instant.now(),
                resource.getMetadata().getGeneration(),
                replicas == null ? 1 : replicas,
                Optional.ofNullable(resource.getStatus()),
                ready);
    }

    /** All changes up to now, oldest first. */
    public List<Sighting> history() {
        return List.copyOf(seen);
    }

    /** The last change; empty while the resource has not been seen. */
    public Optional<Sighting> latest() {
        var history = history();
        return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
    }

    /**
     * Waits until the present, or anything that follows, satisfies {@code wanted}: a state that is soon over is seen too.
     *
     * @param what completes "waited for …" in the error
     * @return the first that does
     * @throws AssertionError when it does not happen within {@code limit}; it says what was seen last
     */
    public synchronized Sighting await(String what, Duration limit, Predicate<Sighting> wanted) {
        long deadline = System.nanoTime() + limit.toNanos();
        int next = Math.max(0, seen.size() - 1);
        while (true) {
            for (; next < seen.size(); next++) {
                if (wanted.test(seen.get(next))) {
                    return seen.get(next);
                }
            }
            waitForMore(what, limit, deadline);
        }
    }

    private void waitForMore(String what, Duration limit, long deadline) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new AssertionError("waited " + limit.toSeconds() + " s for " + what + "; last seen: "
                    + latest().map(Sighting::toString).orElse("nothing"));
        }
        try {
            wait(left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + what, e);
        }
    }

    @Override
    public void close() {
        resources.close();
        pods.close();
    }
}
