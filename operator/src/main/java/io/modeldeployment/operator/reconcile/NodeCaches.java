package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.NodeCache;
import io.modeldeployment.operator.resources.AntiAffinity;
import io.modeldeployment.operator.resources.OwnedObjects;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The DaemonSets by which nodes keep the images of stable and candidate, where {@code spec.model.nodeCache} asks for it. */
final class NodeCaches {
    private final ModelDeployment resource;
    private final OwnedWriter writer;
    private final Map<String, DaemonSet> seen;

    /** With the DaemonSets that the caches have now. */
    NodeCaches(ModelDeployment resource, OwnedWriter writer, Context<ModelDeployment> context) {
        this.resource = resource;
        this.writer = writer;
        this.seen = Sight.owned(context.getSecondaryResources(DaemonSet.class), resource);
    }

    /** A node more or less, and how far it is, is no reason for a pass. */
    static InformerEventSource<DaemonSet, ModelDeployment> follow(EventSourceContext<ModelDeployment> context) {
        return Informers.of(
                DaemonSet.class,
                context,
                (updated, before) -> !Objects.equals(
                                updated.getMetadata().getGeneration(),
                                before.getMetadata().getGeneration())
                        || updated.isMarkedForDeletion());
    }

    static boolean isWanted(ModelDeployment resource) {
        return resource.getSpec().model().nodeCache() == NodeCache.IMAGES;
    }

    /** Makes one for each revision in use and removes every other; of the wanted one before it has pods, while its model comes. */
    void keep(Optional<RolloutState> state, Sight sight, ActionExecutor.Wish wish) {
        Map<String, DaemonSet> wanted =
                isWanted(resource) ? state.map(now -> used(now, sight, wish)).orElse(Map.of()) : Map.of();
        wanted.forEach((name, daemonSet) -> writer.apply(daemonSet, Optional.ofNullable(seen.get(name))));
        seen.forEach((name, daemonSet) -> {
            if (!wanted.containsKey(name)) {
                writer.delete(Optional.of(daemonSet));
            }
        });
    }

    private Map<String, DaemonSet> used(RolloutState state, Sight sight, ActionExecutor.Wish wish) {
        String name = resource.getMetadata().getName();
        Map<RevisionHash, PodTemplateSpec> pods = new HashMap<>();
        sight.stored().forEach((revision, stored) -> pods.put(revision, stored.template()));
        wish.placed()
                .ifPresent(_ -> pods.computeIfAbsent(
                        wish.hash(), _ -> wish.template(name, AntiAffinity.of(resource.getSpec()))));
        var objects = new OwnedObjects(resource);
        return pods.entrySet().stream()
                .filter(entry -> state.involves(entry.getKey()))
                .map(entry -> objects.nodeCache(entry.getKey(), entry.getValue()))
                .collect(Collectors.toMap(daemonSet -> daemonSet.getMetadata().getName(), Function.identity()));
    }
}
