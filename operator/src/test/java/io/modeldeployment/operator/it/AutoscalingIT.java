package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Autoscalers against a real API server: made, kept, taken away, and no obstacle to a rollout when they fail. */
class AutoscalingIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}, {pause: {}}]}}";
    private static final String QUEUE =
            "\nautoscaling: {maxReplicas: 5, metrics: [{pods: {name: queue, averageValue: '0.5'}}]}";
    private static final String KEDA = "\nautoscaling: {maxReplicas: 5, keda: {triggers: [{type: prometheus,"
            + " metadata: {query: up, threshold: '5'}}]}}";
    private static final ResourceDefinitionContext SCALED_OBJECT = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withNamespaced(true)
            .build();

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private static Optional<String> reason(ModelDeploymentStatus status) {
        return Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> "AutoscalerReady".equals(condition.getType()))
                .map(condition -> condition.getStatus() + " " + condition.getReason())
                .findFirst();
    }

    private void awaitAutoscaler(String what) {
        harness.await(what, status -> reason(status).equals(Optional.of(what)));
    }

    private HorizontalPodAutoscaler autoscaler() {
        return harness.client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(harness.namespace)
                .withName("spam")
                .get();
    }

    /** As an autoscaler does it. */
    private void scale(int replicas) {
        harness.client
                .resources(ModelDeployment.class)
                .inNamespace(harness.namespace)
                .withName("spam")
                .scale(replicas);
    }

    @Test
    void rule17_whatAnAutoscalerWritesIsFollowedInMidRolloutAndOnTheWayBack() {
        harness.apply(V1, 2, CANARY + QUEUE);
        harness.awaitReady();
        awaitAutoscaler("True HorizontalPodAutoscaler");
        assertEquals(
                "ModelDeployment", autoscaler().getSpec().getScaleTargetRef().getKind());

        harness.client.resource(yaml(V2)).fieldManager("git").forceConflicts().serverSideApply();
        var paused = harness.await("the pause", status -> status.phase() == Phase.PAUSED);
        assertEquals("serving.modeldeployment.io/name=spam", paused.selector());
        scale(4);
        harness.await("two of each", status -> Integer.valueOf(4).equals(status.readyReplicas()));
        assertEquals(4, harness.get().getSpec().replicas());

        harness.act("abort");
        harness.await(
                "stable at full strength",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals(
                4,
                harness.client
                        .apps()
                        .deployments()
                        .inNamespace(harness.namespace)
                        .withName("spam-" + paused.stableRevision())
                        .get()
                        .getSpec()
                        .getReplicas());
    }

    /** The same without replicas, as Git has it. */
    private ModelDeployment yaml(String modelImage) {
        return Serialization.unmarshal("""
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelDeployment
                metadata: {name: spam, namespace: %s}
                spec:
                  model: {name: spam, source: {image: {reference: '%s'}}}
                """.formatted(harness.namespace, modelImage), ModelDeployment.class);
    }

    @Test
    void rule22_itIsWrittenOnceAndPutBackWhenSomebodyElseChangesIt() {
        harness.apply(V1, 1, CANARY + QUEUE);
        harness.awaitReady();
        awaitAutoscaler("True HorizontalPodAutoscaler");
        scale(2);
        harness.await("two pods", status -> Integer.valueOf(2).equals(status.readyReplicas()));
        long before = autoscalersWritten();
        assertTrue(before > 0);
        harness.restartOperator();
        scale(3);
        harness.await("three pods", status -> Integer.valueOf(3).equals(status.readyReplicas()));
        assertEquals(before, autoscalersWritten());

        harness.client
                .resource(autoscaler())
                .edit(object -> new HorizontalPodAutoscalerBuilder(object)
                        .editSpec()
                        .withMaxReplicas(9)
                        .endSpec()
                        .build());
        harness.client
                .resource(autoscaler())
                .waitUntilCondition(object -> object.getSpec().getMaxReplicas() == 5, 30, TimeUnit.SECONDS);
    }

    private long autoscalersWritten() {
        return ApiServer.shared().writes(harness.agent).stream()
                .filter(write -> write.contains("horizontalpodautoscalers"))
                .count();
    }

    @Test
    void whatKeepsItFromScalingIsSaid() {
        harness.apply(V1, 1, CANARY + QUEUE);
        harness.awaitReady();
        awaitAutoscaler("True HorizontalPodAutoscaler");

        harness.client
                .resource(autoscaler())
                .editStatus(object -> new HorizontalPodAutoscalerBuilder(object)
                        .withNewStatus()
                        .withDesiredReplicas(1)
                        .addNewCondition()
                        .withType("ScalingActive")
                        .withStatus("False")
                        .withReason("FailedGetPodsMetric")
                        .endCondition()
                        .endStatus()
                        .build());

        awaitAutoscaler("False FailedGetPodsMetric");
    }

    @Test
    void itGoesWhenTheSpecAsksForNone() {
        harness.apply(V1, 1, CANARY + QUEUE);
        awaitAutoscaler("True HorizontalPodAutoscaler");

        harness.apply(V1, 1, CANARY);

        harness.await("no condition", status -> reason(status).isEmpty());
        harness.client
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(harness.namespace)
                .withName("spam")
                .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
    }

    @Test
    void aForeignOneIsLeftAloneAndStopsNoRollout() {
        harness.client
                .resource(Serialization.unmarshal("""
                        apiVersion: autoscaling/v2
                        kind: HorizontalPodAutoscaler
                        metadata: {name: spam, namespace: %s}
                        spec: {maxReplicas: 2, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: b}}
                        """.formatted(harness.namespace), HorizontalPodAutoscaler.class))
                .create();

        harness.apply(V1, 1, CANARY + QUEUE);

        harness.awaitReady();
        awaitAutoscaler("False NameTaken");
    }

    @Test
    void withoutKedaTheConditionSaysSoAndWithItTheScaledObjectIsMade() {
        harness.apply(V1, 1, CANARY + KEDA);
        harness.awaitReady();
        awaitAutoscaler("False KedaNotInstalled");
        var kind = harness.client
                .resource(Serialization.unmarshal("""
                        apiVersion: apiextensions.k8s.io/v1
                        kind: CustomResourceDefinition
                        metadata: {name: scaledobjects.keda.sh}
                        spec:
                          group: keda.sh
                          scope: Namespaced
                          names: {kind: ScaledObject, plural: scaledobjects, singular: scaledobject}
                          versions:
                            - name: v1alpha1
                              served: true
                              storage: true
                              schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
                        """, CustomResourceDefinition.class))
                .create();
        try {
            harness.client
                    .resource(kind)
                    .waitUntilCondition(
                            crd -> crd.getStatus() != null
                                    && crd.getStatus().getConditions() != null
                                    && crd.getStatus().getConditions().stream()
                                            .anyMatch(condition -> "Established".equals(condition.getType())
                                                    && "True".equals(condition.getStatus())),
                            30,
                            TimeUnit.SECONDS);
            scale(2);

            awaitAutoscaler("True ScaledObject");
            var made = harness.client
                    .genericKubernetesResources(SCALED_OBJECT)
                    .inNamespace(harness.namespace)
                    .withName("spam")
                    .require();
            assertTrue(Serialization.asJson(made).contains("\"query\":\"up\""), made::toString);

            harness.apply(V1, 2, CANARY + QUEUE);
            awaitAutoscaler("True HorizontalPodAutoscaler");
            harness.client
                    .genericKubernetesResources(SCALED_OBJECT)
                    .inNamespace(harness.namespace)
                    .withName("spam")
                    .waitUntilCondition(Objects::isNull, 30, TimeUnit.SECONDS);
        } finally {
            harness.client.resource(kind).delete();
        }
    }
}
