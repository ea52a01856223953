package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.ValidatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes wrong around the operator, and what it makes of it. */
class TroubleIT {
    private static final String CANARY = "{canary: {steps: [{setWeight: 50}, {pause: {}}]}}";

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void rule13_aForeignObjectIsLeftAloneAndNamed() {
        var foreign = new ServiceBuilder()
                .withNewMetadata()
                .withName("spam")
                .withNamespace(harness.namespace)
                .endMetadata()
                .withNewSpec()
                .withSelector(Map.of("app", "other"))
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build();
        harness.client.resource(foreign).create();
        harness.apply("models/spam:v1", 1, CANARY);
        var stalled = harness.await(
                "the refusal",
                status -> OperatorHarness.condition(status, "Stalled").isPresent());
        assertTrue(String.valueOf(stalled.message()).startsWith("Service spam exists"), stalled.message());
        assertEquals(
                Map.of("app", "other"),
                harness.client
                        .services()
                        .inNamespace(harness.namespace)
                        .withName("spam")
                        .require()
                        .getSpec()
                        .getSelector());
        harness.client.resource(foreign).delete();
        harness.awaitReady();
    }

    @Test
    void whatTheApiServerDoesNotDoForLongIsSaidUntilItDoes() {
        var webhook =
                harness.client.resource(webhookThatIsDown(harness.namespace)).create();
        try {
            harness.apply("models/spam:v1", 1, CANARY);
            var stalled = harness.await(
                    "the failure",
                    status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("APIServerError")));
            assertTrue(String.valueOf(stalled.message()).contains("webhook \"down.example.com\""), stalled.message());
            assertFalse(String.valueOf(stalled.message()).contains("Failure executing"), stalled.message());
        } finally {
            harness.client.resource(webhook).delete();
        }
        assertEquals(Optional.empty(), OperatorHarness.condition(harness.awaitReady(), "Stalled"));
    }

    /** Asked about every Service that is written, where nobody answers; the API server says 500 then. */
    private static ValidatingWebhookConfiguration webhookThatIsDown(String namespace) {
        return new ValidatingWebhookConfigurationBuilder()
                .withNewMetadata()
                .withName("down-" + namespace)
                .endMetadata()
                .addNewWebhook()
                .withName("down.example.com")
                .withAdmissionReviewVersions("v1")
                .withSideEffects("None")
                .withFailurePolicy("Fail")
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", namespace)
                .endNamespaceSelector()
                .withNewClientConfig()
                .withUrl("https://127.0.0.1:1/")
                .endClientConfig()
                .addNewRule()
                .withApiGroups("")
                .withApiVersions("v1")
                .withOperations("CREATE", "UPDATE")
                .withResources("services")
                .endRule()
                .endWebhook()
                .build();
    }

    @Test
    void refusedActionsSayWhy() {
        harness.apply("models/spam:v1", 1, CANARY);
        harness.awaitReady();
        harness.act("abort");
        var refused = harness.await("the refusal", status -> status.lastHandledAction() != null);
        var handled = Objects.requireNonNull(refused.lastHandledAction());
        assertFalse(handled.accepted());
        assertTrue(handled.message().contains("fully promoted"), handled.message());
    }

    @Test
    void anOrderlyEndGivesTheLeaseUp() {
        var lease = harness.client.leases().inNamespace(harness.namespace).withName("model-deployment-operator");
        harness.apply("models/spam:v1", 1, CANARY);
        harness.awaitReady();
        assertEquals("me", holder(lease.require()));
        harness.stopOperator();
        assertEquals("", holder(lease.require()));
    }

    private static String holder(Lease lease) {
        return Optional.ofNullable(lease.getSpec().getHolderIdentity()).orElse("");
    }
}
