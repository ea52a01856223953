package io.modeldeployment.cli.cluster;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.modeldeployment.cli.view.Fields;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * The objects of a scope as they are now, by one list and a watch; a watch that breaks is taken up again where it was.
 *
 * @param <T> what is kept of an object
 */
public final class LiveSet<T> implements AutoCloseable {
    private final ConcurrentSkipListMap<String, T> objects = new ConcurrentSkipListMap<>();
    private final SharedIndexInformer<GenericKubernetesResource> informer;

    /**
     * Starts to watch; returns when the first list is there.
     *
     * @param changed called after every change, from another thread
     * @throws KubernetesClientException when even the first list is refused
     */
    public LiveSet(Cluster cluster, Watched watched, Function<Fields, T> read, Runnable changed) {
        informer = cluster.select(watched.kind(), watched.scope())
                .withLimit(Cluster.CHUNK)
                .runnableInformer(0);
        informer.addEventHandler(new ResourceEventHandler<>() {
            @Override
            public void onAdd(GenericKubernetesResource object) {
                put(object);
            }

            @Override
            public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource object) {
                put(object);
            }

            @Override
            public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
                objects.remove(key(object));
                changed.run();
            }

            private void put(GenericKubernetesResource object) {
                objects.put(key(object), read.apply(cluster.fields(object)));
                changed.run();
            }
        });
        informer.exceptionHandler((started, problem) -> started);
        start();
    }

    /** What to watch. */
    public record Watched(Kind kind, Scope scope) {}

    private void start() {
        try {
            informer.start().toCompletableFuture().join();
        } catch (CompletionException e) {
            informer.close();
            throw e.getCause() instanceof KubernetesClientException refused ? refused : e;
        }
    }

    private static String key(GenericKubernetesResource object) {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }

    /** What is there now, by namespace and name. */
    public List<T> now() {
        return List.copyOf(objects.values());
    }

    @Override
    public void close() {
        informer.close();
    }
}
