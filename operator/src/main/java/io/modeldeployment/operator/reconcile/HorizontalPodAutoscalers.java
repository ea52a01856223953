package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerCondition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.modeldeployment.api.v1.AutoscalingMetric;
import io.modeldeployment.api.v1.AutoscalingSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.OwnedObjects;
import io.modeldeployment.operator.status.AutoscalerReport;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The HorizontalPodAutoscaler of one ModelDeployment, as the cache has it. */
final class HorizontalPodAutoscalers {
    private final OwnedObjects objects;
    private final OwnedWriter writer;
    private final Optional<HorizontalPodAutoscaler> seen;

    HorizontalPodAutoscalers(
            ModelDeployment resource, OwnedObjects objects, OwnedWriter writer, Context<ModelDeployment> context) {
        this.objects = objects;
        this.writer = writer;
        this.seen = context.getSecondaryResources(HorizontalPodAutoscaler.class).stream()
                .filter(object -> Ownership.isOwned(object, resource))
                .findFirst();
    }

    /** Follows those of all ModelDeployments. */
    static InformerEventSource<HorizontalPodAutoscaler, ModelDeployment> follow(
            EventSourceContext<ModelDeployment> context) {
        return Informers.of(HorizontalPodAutoscaler.class, context, HorizontalPodAutoscalers::matters);
    }

    AutoscalerReport keep(AutoscalingSpec spec, List<AutoscalingMetric> metrics) {
        HorizontalPodAutoscaler wanted = objects.horizontalPodAutoscaler(spec, metrics);
        seen.ifPresent(object -> writeQuantitiesAs(object, wanted));
        writer.apply(wanted, seen);
        return seen.flatMap(HorizontalPodAutoscalers::problem)
                .orElseGet(() -> new AutoscalerReport(
                        true,
                        "HorizontalPodAutoscaler",
                        "The HorizontalPodAutoscaler keeps " + wanted.getSpec().getMinReplicas() + " to "
                                + wanted.getSpec().getMaxReplicas() + " pods"));
    }

    void remove() {
        writer.delete(seen);
    }

    /** What keeps it from scaling; its own message counts the time and is left out, so that the status stays as it is. */
    private static Optional<AutoscalerReport> problem(HorizontalPodAutoscaler object) {
        return failing(object)
                .map(condition -> new AutoscalerReport(
                        false,
                        condition.getReason(),
                        "The HorizontalPodAutoscaler does not scale (" + condition.getType()
                                + " is False): see 'kubectl" + " describe hpa "
                                + object.getMetadata().getName() + "'"));
    }

    private static Optional<HorizontalPodAutoscalerCondition> failing(HorizontalPodAutoscaler object) {
        return Optional.ofNullable(object.getStatus()).stream()
                .flatMap(status -> Stream.ofNullable(status.getConditions()).flatMap(List::stream))
                .filter(condition ->
                        "ScalingActive".equals(condition.getType()) || "AbleToScale".equals(condition.getType()))
                .filter(condition -> "False".equals(condition.getStatus()))
                .findFirst();
    }

    /** Whether a change of it is worth a pass: its figures change all the time. */
    static boolean matters(HorizontalPodAutoscaler updated, HorizontalPodAutoscaler before) {
        return !updated.getSpec().equals(before.getSpec())
                || !updated.getMetadata()
                        .getOwnerReferences()
                        .equals(before.getMetadata().getOwnerReferences())
                || !problem(updated).equals(problem(before));
    }

    /** The API server writes 0.5 as 500m; what means the same shall not look like a difference for ever. */
    private static void writeQuantitiesAs(HorizontalPodAutoscaler seen, HorizontalPodAutoscaler wanted) {
        List<MetricSpec> ours = wanted.getSpec().getMetrics();
        List<MetricSpec> theirs = seen.getSpec().getMetrics();
        for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
            Optional<Quantity> written = target(theirs.get(i)).map(MetricTarget::getAverageValue);
            target(ours.get(i))
                    .filter(target -> target.getAverageValue() != null)
                    .filter(target ->
                            written.filter(target.getAverageValue()::equals).isPresent())
                    .ifPresent(target -> target.setAverageValue(written.orElseThrow()));
        }
    }

    private static Optional<MetricTarget> target(MetricSpec metric) {
        if (metric.getPods() != null) {
            return Optional.ofNullable(metric.getPods().getTarget());
        }
        return metric.getExternal() == null
                ? Optional.empty()
                : Optional.ofNullable(metric.getExternal().getTarget());
    }
}
