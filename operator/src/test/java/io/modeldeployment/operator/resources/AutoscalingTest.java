package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.AutoscalingSpec;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The autoscalers as they are written. */
class AutoscalingTest {
    private static String horizontal(String autoscaling) {
        var resource = Specs.image("autoscaling: " + autoscaling);
        AutoscalingSpec spec = Objects.requireNonNull(resource.getSpec().autoscaling());
        return asYaml(new OwnedObjects(resource)
                .horizontalPodAutoscaler(spec, Objects.requireNonNull(spec.metrics()))
                .getSpec());
    }

    private static String asYaml(Object value) {
        return Serialization.asYaml(Serialization.clone(value)).replace("---\n", "");
    }

    @Test
    void itScalesTheModelDeploymentBySeveralMetrics() {
        assertEquals(
                """
                behavior:
                  scaleDown:
                    stabilizationWindowSeconds: 60
                maxReplicas: 8
                metrics:
                - resource:
                    name: "cpu"
                    target:
                      averageUtilization: 70
                      type: "Utilization"
                  type: "Resource"
                - pods:
                    metric:
                      name: "queue"
                    target:
                      averageValue: "0.5"
                      type: "AverageValue"
                  type: "Pods"
                - external:
                    metric:
                      name: "mails"
                      selector:
                        matchLabels:
                          queue: "in"
                    target:
                      averageValue: "30"
                      type: "AverageValue"
                  type: "External"
                minReplicas: 2
                scaleTargetRef:
                  apiVersion: "serving.modeldeployment.io/v1"
                  kind: "ModelDeployment"
                  name: "spam"
                """,
                horizontal("{minReplicas: 2, maxReplicas: 8, scaleDownStabilizationSeconds: 60, metrics: ["
                        + "{resource: {name: cpu, averageUtilization: 70}}, {pods: {name: queue, averageValue: '0.5'}},"
                        + " {external: {name: mails, matchLabels: {queue: in}, averageValue: 30}}]}"));
    }

    @Test
    void aScaledObjectHasItsTriggersAsTheyAre() {
        var resource = Specs.image("autoscaling: {minReplicas: 0, maxReplicas: 4, keda: {triggers: [{type: prometheus,"
                + " metadata: {query: 'sum(rate(x[1m]))', threshold: '5'}, authentication: prom}]}}");
        AutoscalingSpec spec = Objects.requireNonNull(resource.getSpec().autoscaling());

        var object = new OwnedObjects(resource).scaledObject(spec, Objects.requireNonNull(spec.keda()));

        assertEquals("keda.sh/v1alpha1", object.getApiVersion());
        assertEquals("spam", object.getMetadata().getName());
        Map<?, ?> fields = object.get("spec");
        assertEquals(0, fields.get("minReplicaCount"));
        assertEquals(4, fields.get("maxReplicaCount"));
        assertEquals(
                "[{type=prometheus, metadata={query=sum(rate(x[1m])), threshold=5}, authenticationRef={name=prom}}]",
                String.valueOf(fields.get("triggers")));
    }
}
