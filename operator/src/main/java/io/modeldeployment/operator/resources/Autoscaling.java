package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpec;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricSpecBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTarget;
import io.fabric8.kubernetes.api.model.autoscaling.v2.MetricTargetBuilder;
import io.modeldeployment.api.v1.AutoscalingMetric;
import io.modeldeployment.api.v1.AutoscalingSpec;
import io.modeldeployment.api.v1.ExternalLoad;
import io.modeldeployment.api.v1.KedaSpec;
import io.modeldeployment.api.v1.KedaTrigger;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.PodsLoad;
import io.modeldeployment.api.v1.ResourceLoad;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The autoscaler of a ModelDeployment as it shall be. It sets spec.replicas through the scale subresource, and counts the pods
 * of all revisions; targets are means over pods, since those count the load as a whole, however many pods a rollout adds.
 */
final class Autoscaling {
    static final String KEDA_VERSION = "keda.sh/v1alpha1";
    static final String KEDA_KIND = "ScaledObject";

    private static final int MIN_REPLICAS = 1;

    private final ModelDeployment owner;
    private final AutoscalingSpec spec;

    Autoscaling(ModelDeployment owner, AutoscalingSpec spec) {
        this.owner = owner;
        this.spec = spec;
    }

    HorizontalPodAutoscalerSpec horizontalPodAutoscaler(List<AutoscalingMetric> metrics) {
        return new HorizontalPodAutoscalerSpecBuilder()
                .withNewScaleTargetRef()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .endScaleTargetRef()
                .withMinReplicas(minReplicas())
                .withMaxReplicas(spec.maxReplicas())
                .withMetrics(metrics.stream().map(Autoscaling::metric).toList())
                .withNewBehavior()
                .withNewScaleDown()
                .withStabilizationWindowSeconds(
                        spec.scaleDownStabilizationSeconds() == null ? 300 : spec.scaleDownStabilizationSeconds())
                .endScaleDown()
                .endBehavior()
                .build();
    }

    private int minReplicas() {
        return spec.minReplicas() == null ? MIN_REPLICAS : spec.minReplicas();
    }

    private static MetricSpec metric(AutoscalingMetric metric) {
        ResourceLoad resource = metric.resource();
        PodsLoad pods = metric.pods();
        ExternalLoad external = metric.external();
        var built = new MetricSpecBuilder();
        if (resource != null) {
            built.withType("Resource")
                    .withNewResource()
                    .withName(CanonicalForm.name(resource.name()))
                    .withNewTarget()
                    .withType("Utilization")
                    .withAverageUtilization(resource.averageUtilization())
                    .endTarget()
                    .endResource();
        } else if (pods != null) {
            built.withType("Pods")
                    .withNewPods()
                    .withNewMetric()
                    .withName(pods.name())
                    .endMetric()
                    .withTarget(mean(pods.averageValue()))
                    .endPods();
        } else if (external != null) {
            built.withType("External")
                    .withNewExternal()
                    .withNewMetric()
                    .withName(external.name())
                    .endMetric()
                    .withTarget(mean(external.averageValue()))
                    .endExternal();
            if (external.matchLabels() != null) {
                built.editExternal()
                        .editMetric()
                        .withNewSelector()
                        .withMatchLabels(external.matchLabels())
                        .endSelector()
                        .endMetric()
                        .endExternal();
            }
        }
        return built.build();
    }

    private static MetricTarget mean(Quantity value) {
        return new MetricTargetBuilder()
                .withType("AverageValue")
                .withAverageValue(value)
                .build();
    }

    /** The spec of a ScaledObject of KEDA. */
    Map<String, Object> scaledObject(KedaSpec keda) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put(
                "scaleTargetRef",
                Map.of(
                        "apiVersion", owner.getApiVersion(),
                        "kind", owner.getKind(),
                        "name", owner.getMetadata().getName()));
        fields.put("minReplicaCount", minReplicas());
        fields.put("maxReplicaCount", spec.maxReplicas());
        fields.put("pollingInterval", keda.pollingInterval() == null ? 30 : keda.pollingInterval());
        fields.put("cooldownPeriod", keda.cooldownPeriod() == null ? 300 : keda.cooldownPeriod());
        fields.put(
                "triggers", keda.triggers().stream().map(Autoscaling::trigger).toList());
        return fields;
    }

    private static Map<String, Object> trigger(KedaTrigger trigger) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("type", trigger.type());
        fields.put("metadata", trigger.metadata());
        if (trigger.authentication() != null) {
            fields.put("authenticationRef", Map.of("name", trigger.authentication()));
        }
        return fields;
    }
}
