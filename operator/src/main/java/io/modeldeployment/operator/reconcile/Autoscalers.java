package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.AutoscalingMetric;
import io.modeldeployment.api.v1.AutoscalingSpec;
import io.modeldeployment.api.v1.KedaSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.reconcile.rights.Denial;
import io.modeldeployment.operator.reconcile.rights.Denials;
import io.modeldeployment.operator.reconcile.rights.Failures;
import io.modeldeployment.operator.reconcile.rights.NameTakenException;
import io.modeldeployment.operator.resources.OwnedObjects;
import io.modeldeployment.operator.status.AutoscalerReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the autoscaler that the spec asks for, and takes away the one that it asked for before. Whatever is wrong with it is
 * said and never stops a rollout.
 */
final class Autoscalers {
    /** How often an autoscaler that the caches do not follow is looked at. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(60);

    private static final String FORBIDDEN = "Forbidden";

    private final ModelDeployment resource;
    private final HorizontalPodAutoscalers horizontal;
    private final ScaledObjects scaledObjects;

    Autoscalers(ModelDeployment resource, Context<ModelDeployment> context) {
        var objects = new OwnedObjects(resource);
        var writer = new OwnedWriter(resource, context);
        this.resource = resource;
        this.horizontal = new HorizontalPodAutoscalers(resource, objects, writer, context);
        this.scaledObjects = new ScaledObjects(resource, objects, writer, context);
    }

    /**
     * Makes it so; empty where the spec asks for none.
     *
     * @param hidden what is missing to see HorizontalPodAutoscalers: then none is written or taken away
     */
    Optional<AutoscalerReport> keep(Denials hidden) {
        AutoscalingSpec spec = resource.getSpec().autoscaling();
        if (hidden.message().isPresent() && (spec == null || spec.metrics() != null)) {
            return hidden.message()
                    .filter(_ -> spec != null)
                    .map(message -> new AutoscalerReport(false, FORBIDDEN, message));
        }
        try {
            return keep(Optional.ofNullable(spec));
        } catch (NameTakenException taken) {
            return Optional.of(new AutoscalerReport(false, "NameTaken", String.valueOf(taken.getMessage())));
        } catch (KubernetesClientException refused) {
            return Optional.of(Denial.of(refused)
                    .map(denial -> new AutoscalerReport(false, FORBIDDEN, denial.message()))
                    .orElseGet(() -> new AutoscalerReport(
                            false,
                            "Refused",
                            "the API server refused it with " + refused.getCode() + ": " + Failures.words(refused))));
        }
    }

    private Optional<AutoscalerReport> keep(Optional<AutoscalingSpec> spec) {
        Optional<KedaSpec> keda = spec.map(AutoscalingSpec::keda);
        Optional<List<AutoscalingMetric>> metrics = spec.map(AutoscalingSpec::metrics);
        if (metrics.isEmpty()) {
            horizontal.remove();
        }
        if (keda.isEmpty() && hadOne()) {
            scaledObjects.remove();
        }
        return metrics.map(by -> horizontal.keep(spec.orElseThrow(), by))
                .or(() -> keda.map(by -> scaledObjects.keep(spec.orElseThrow(), by)));
    }

    /** ScaledObjects are not followed, so they are asked for only where there may be one. */
    private boolean hadOne() {
        return resource.getStatus() != null
                && Optional.ofNullable(resource.getStatus().conditions()).stream()
                        .flatMap(List::stream)
                        .map(Condition::getType)
                        .anyMatch("AutoscalerReady"::equals);
    }

    /** When to look again though nothing is seen to change; empty: no need. */
    static Optional<Duration> lookAgain(ModelDeployment resource, Optional<AutoscalerReport> report) {
        boolean isFollowed = Optional.ofNullable(resource.getSpec().autoscaling())
                .map(AutoscalingSpec::keda)
                .isEmpty();
        boolean isWell = report.map(AutoscalerReport::ready).orElse(true);
        return isFollowed && isWell ? Optional.empty() : Optional.of(LOOK_AGAIN);
    }
}
