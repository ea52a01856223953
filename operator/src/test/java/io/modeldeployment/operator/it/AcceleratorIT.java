package io.modeldeployment.operator.it;

import static io.modeldeployment.operator.it.OperatorHarness.condition;
import static io.modeldeployment.operator.it.OperatorHarness.message;
import static io.modeldeployment.operator.it.OperatorHarness.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.operator.resources.Labels;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** ModelDeployments with accelerators, on nodes that are simulated behind a real API server. */
class AcceleratorIT {
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
