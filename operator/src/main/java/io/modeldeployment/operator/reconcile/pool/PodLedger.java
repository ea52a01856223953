package io.modeldeployment.operator.reconcile.pool;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.schedule.PodView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps of every pod of the cluster no more than what it holds and which pod it is: a cluster has thousands that are none
 * of our business.
 */
final class PodLedger implements ItemStore<Pod> {
    /**
     * One line of it.
     *
     * @param key namespace and name
     * @param revision hash, for pods of ModelDeployments
     */
    record Entry(
            String key, String namespace, Optional<String> name, Optional<String> revision, PodView view, Pod trace) {
        /** Namespace and name of the ModelDeployment that it is of. */
        Optional<String> owner() {
            return name.map(known -> namespace + "/" + known);
        }

        boolean isOf(ModelDeployment resource) {
            return namespace.equals(resource.getMetadata().getNamespace())
                    && name.filter(resource.getMetadata().getName()::equals).isPresent();
        }
    }

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final Runnable freed;

    /** {@code freed} is told when a pod that held devices is gone. */
    PodLedger(Runnable freed) {
        this.freed = freed;
    }

    /** All lines, as they are now. */
    List<Entry> list() {
        return List.copyOf(entries.values());
    }

    @Override
    public String getKey(Pod pod) {
        return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
    }

    @Override
    public @Nullable Pod put(String key, Pod pod) {
        return trace(entries.put(key, entry(key, pod)));
    }

    private static Entry entry(String key, Pod pod) {
        var labels = Optional.ofNullable(pod.getMetadata().getLabels());
        Pod trace = new PodBuilder()
                .withNewMetadata()
                .withNamespace(pod.getMetadata().getNamespace())
                .withName(pod.getMetadata().getName())
                .withUid(pod.getMetadata().getUid())
                .withResourceVersion(pod.getMetadata().getResourceVersion())
                .endMetadata()
                .build();
        return new Entry(
                key,
                pod.getMetadata().getNamespace(),
                labels.map(all -> all.get(Labels.NAME)),
                labels.map(all -> all.get(Labels.REVISION)),
                Views.pod(pod),
                trace);
    }

    @Override
    public @Nullable Pod remove(String key) {
        Entry gone = entries.remove(key);
        if (gone != null
                && gone.view().node().isPresent()
                && !gone.view().demand().requests().devices().isEmpty()) {
            freed.run();
        }
        return trace(gone);
    }

    @Override
    public @Nullable Pod get(String key) {
        return trace(entries.get(key));
    }

    private static @Nullable Pod trace(@Nullable Entry entry) {
        return entry == null ? null : entry.trace();
    }

    @Override
    public Stream<String> keySet() {
        return entries.keySet().stream();
    }

    @Override
    public Stream<Pod> values() {
        return entries.values().stream().map(Entry::trace);
    }

    @Override
    public int size() {
        return entries.size();
    }

    @Override
    public boolean isFullState() {
        return false;
    }
}
