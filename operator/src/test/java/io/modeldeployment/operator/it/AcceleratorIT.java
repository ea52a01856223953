package io.modeldeployment.operator.it;

import static io.modeldeployment.operator.it.OperatorHarness.condition;
import static io.modeldeployment.operator.it.OperatorHarness.message;
import static io.modeldeployment.operator.it.OperatorHarness.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.scheduling.v1.PriorityClassBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.operator.resources.Labels;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** ModelDeployments with accelerators, on nodes that are simulated behind a real API server. */
class AcceleratorIT {
    private static final List<String> PAIR = List.of("spam", "other");
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}]}}";

    private static String cards(String product, String more) {
        return "traffic: {drainSeconds: 1}\naccelerator: {product: " + product + more + "}\n";
    }

    @Test
    void theConditionSaysWhatKeepsNodesOffAndIsTrueOncePodsHaveOne() {
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-A")) {
            nodes.add(0).add(1);
            harness.apply("spam", "models/spam:v1", 2, CANARY, cards("Simulated-A", ""));
            var status = harness.await(
                    "an unschedulable pod",
                    seen -> condition(seen, "Schedulable").equals(Optional.of("False")));
            String why = message(status, "Schedulable").orElseThrow();
            assertEquals(Optional.of("Unschedulable"), reason(status, "Schedulable"));
            assertTrue(why.startsWith("1 pod has no node. 0 of "), why);
            assertTrue(why.contains("1 has too few free nvidia.com/gpu (1 of 1 in use)"), why);
            assertTrue(why.contains("1 has no nvidia.com/gpu"), why);

            nodes.resize(0, 1);
            var ready = harness.awaitReady();
            assertEquals(Optional.of("True"), condition(ready, "Schedulable"));
            assertEquals(Optional.of("Every pod has a node"), message(ready, "Schedulable"));
        }
    }

    @Test
    void rule19_aRolloutOnAFullPoolTakesTheCardThatStableGivesUp() {
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-B")) {
            nodes.add(2);
            harness.apply("spam", "models/spam:v1", 2, CANARY, cards("Simulated-B", ""));
            String first = Objects.requireNonNull(harness.awaitReady().stableRevision());
            harness.apply("spam", "models/spam:v2", 2, CANARY, cards("Simulated-B", ""));
            var status = harness.await(
                    "v2",
                    seen -> !first.equals(seen.stableRevision())
                            && condition(seen, "Ready").equals(Optional.of("True")));
            assertEquals(Optional.of("True"), condition(status, "Schedulable"));
        }
    }

    @Test
    void rule19_queuedRolloutsStartByThemselvesOneAfterTheOther() {
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-C")) {
            nodes.add(2);
            String queue = cards("Simulated-C", ", surgePolicy: Queue");
            PAIR.forEach(name -> harness.apply(name, "models/spam:v1", 1, CANARY, queue));
            PAIR.forEach(name -> awaitAlone(harness, name));
            for (String name : PAIR) {
                harness.apply(name, "models/spam:v2", 1, CANARY, queue);
                awaitQueued(harness, name);
            }
            nodes.resize(0, 3);
            PAIR.forEach(name -> awaitAlone(harness, name));
        }
    }

    @Test
    void rule19_twoRolloutsAfterOneFreeCardBothEnd() {
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-D")) {
            nodes.add(5);
            for (String name : PAIR) {
                harness.apply(name, "models/spam:v1", 2, CANARY, cards("Simulated-D", ""));
            }
            PAIR.forEach(name -> awaitAlone(harness, name));
            for (String name : PAIR) {
                harness.apply(name, "models/spam:v2", 2, CANARY, cards("Simulated-D", ""));
            }
            PAIR.forEach(name -> awaitAlone(harness, name));
        }
    }

    @Test
    void rule19_ofThoseWhoWaitTheHigherPriorityGoesFirst() {
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-E")) {
            var urgent = new PriorityClassBuilder()
                    .withNewMetadata()
                    .withName("urgent-" + harness.namespace)
                    .endMetadata()
                    .withValue(1000)
                    .build();
            harness.client.resource(urgent).create();
            nodes.add(2);
            String hold = "{canary: {steps: [{setWeight: 50}, {pause: {}}]}}";
            String queue = cards("Simulated-E", ", surgePolicy: Queue");
            String first = queue + "scheduling: {priorityClassName: "
                    + urgent.getMetadata().getName() + "}\n";
            harness.apply("spam", "models/spam:v1", 1, hold, first);
            harness.apply("other", "models/spam:v1", 1, hold, queue);
            PAIR.forEach(name -> awaitAlone(harness, name));
            harness.apply("other", "models/spam:v2", 1, hold, queue);
            awaitQueued(harness, "other");
            harness.apply("spam", "models/spam:v2", 1, hold, first);
            awaitQueued(harness, "spam");
            nodes.resize(0, 3);
            harness.await("spam", "its turn", seen -> seen.phase() == Phase.PAUSED);
            var waiting = harness.await("other", "its wait", AcceleratorIT::isQueued);
            assertTrue(message(waiting, "Schedulable").orElseThrow().contains("room for a pod"), waiting::toString);
            harness.client.resource(urgent).delete();
        }
    }

    private static void awaitAlone(OperatorHarness harness, String name) {
        var status = harness.await(
                name,
                "its rollout",
                seen -> condition(seen, "Ready").equals(Optional.of("True")) && seen.candidateRevision() == null);
        assertEquals(Optional.of("True"), condition(status, "Schedulable"));
    }

    private static void awaitQueued(OperatorHarness harness, String name) {
        harness.await(name, "its place in the line", AcceleratorIT::isQueued);
    }

    private static boolean isQueued(ModelDeploymentStatus seen) {
        return reason(seen, "Schedulable").equals(Optional.of("Queued"));
    }

    @Test
    void claimsOfDynamicResourcesAreTakenByTheApiServer() {
        try (var harness = new OperatorHarness()) {
            harness.client
                    .resource(
                            Serialization.unmarshal("""
                            apiVersion: resource.k8s.io/v1
                            kind: ResourceClaimTemplate
                            metadata: {name: one-gpu, namespace: %s}
                            spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com}}]}}}
                            """.formatted(harness.namespace), GenericKubernetesResource.class))
                    .create();
            harness.apply("spam", "models/spam:v1", 1, CANARY, """
                            traffic: {drainSeconds: 1}
                            accelerator: {resourceClaimTemplateName: one-gpu}
                            """);
            harness.awaitReady();
            var pod = harness.client
                    .pods()
                    .inNamespace(harness.namespace)
                    .withLabel(Labels.NAME)
                    .list()
                    .getItems()
                    .getFirst();
            assertEquals("one-gpu", pod.getSpec().getResourceClaims().getFirst().getResourceClaimTemplateName());
        }
    }
}
