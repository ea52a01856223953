package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.filter.OnUpdateFilter;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.Labels;
import java.util.Set;

/** Makes the caches of what belongs to ModelDeployments, which start a pass whenever something in them changes. */
final class Informers {
    private Informers() {}

    /** Follows the objects of one kind that carry the label of a ModelDeployment. */
    static <T extends HasMetadata> InformerEventSource<T, ModelDeployment> of(
            Class<T> type, EventSourceContext<ModelDeployment> context) {
        return of(type, context, (updated, before) -> true);
    }

    /** The same, and a change starts a pass only where it {@code matters}, given the object after and before it. */
    static <T extends HasMetadata> InformerEventSource<T, ModelDeployment> of(
            Class<T> type, EventSourceContext<ModelDeployment> context, OnUpdateFilter<T> matters) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(type, ModelDeployment.class)
                        .withLabelSelector(Labels.NAME)
                        .withOnUpdateFilter(matters)
                        .withSecondaryToPrimaryMapper(object -> Set.of(new ResourceID(
                                object.getMetadata().getLabels().get(Labels.NAME),
                                object.getMetadata().getNamespace())))
                        .build(),
                context);
    }
}
