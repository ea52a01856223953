package io.modeldeployment.operator.reconcile.rights;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Map;
import java.util.Optional;

/**
 * A cache of one kind of object: tells one that is empty from one that was never filled, on which nothing may be decided.
 *
 * @param kind of what is in it
 * @param source what fills it
 */
public record Cache<T extends HasMetadata, P extends HasMetadata>(Class<T> kind, InformerEventSource<T, P> source) {
    /**
     * Whether it shows what there is in {@code namespace}; false where the operator may not list the kind, which is
     * remembered in {@code denials}.
     *
     * @throws IllegalStateException if it is only slow: the pass has to be tried again
     */
    public boolean isFilled(String namespace, KubernetesClient client, Denials denials) {
        return denials.attempt(() -> require(namespace, client));
    }

    /**
     * Ends a pass that can decide nothing without it.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException if the operator may not list the kind
     * @throws IllegalStateException if it is only slow
     */
    public void require(String namespace, KubernetesClient client) {
        if (!hasSynced(namespace)) {
            ask(namespace, client);
            throw new IllegalStateException("the cache of " + kind.getSimpleName() + "s is not filled yet");
        }
    }

    /** The informer does not say why it could not list them. */
    private void ask(String namespace, KubernetesClient client) {
        client.resources(kind)
                .inNamespace(namespace)
                .list(new ListOptionsBuilder().withLimit(1L).build());
    }

    private boolean hasSynced(String namespace) {
        Map<String, InformerHealthIndicator> informers = source.informerHealthIndicators();
        return Optional.ofNullable(informers.get(namespace))
                .or(() -> informers.values().stream().findFirst())
                .map(InformerHealthIndicator::hasSynced)
                .orElse(false);
    }
}
