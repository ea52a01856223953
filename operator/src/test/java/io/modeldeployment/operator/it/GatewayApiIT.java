package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An API server that does not know HTTPRoutes yet, or no longer. */
class GatewayApiIT {
    private static final String V1 = "models/spam:v1";
    private static final String CANARY = "{canary: {steps: [{setWeight: 10}, {pause: {}}]}}";
    private static final String GATEWAY = "{drainSeconds: 1, gateway: {parentRefs: [{name: public}]}}";

    private final OperatorHarness harness;
    private final FakeGateway gateway;

    GatewayApiIT() {
        ApiServer.shared().removeGatewayApi();
        harness = new OperatorHarness();
        gateway = new FakeGateway(harness.client, harness.namespace);
    }

    @AfterEach
    void close() {
        gateway.close();
        harness.close();
    }

    @Test
    void withoutTheApiTheServiceServesAndTheRouteFollowsOnceItIsInstalled() {
        harness.apply(V1, 1, CANARY, GATEWAY);
        var missing = awaitNotInstalled();
        assertEquals(Optional.of("False"), OperatorHarness.condition(missing, "Ready"));
        assertEquals(Optional.of("True"), OperatorHarness.condition(missing, "Available"));
        assertTrue(String.valueOf(missing.message()).contains("Gateway API's CRDs"), missing.message());

        ApiServer.shared().installGatewayApi();
        harness.awaitReady();

        ApiServer.shared().removeGatewayApi();
        assertEquals(Optional.of("True"), OperatorHarness.condition(awaitNotInstalled(), "Available"));

        ApiServer.shared().installGatewayApi();
        harness.awaitReady();
    }

    @Test
    void whoUsesNoGatewayDoesNotNoticeThatTheApiIsMissing() {
        harness.apply(V1, 1, CANARY);
        var ready = harness.awaitReady();
        assertEquals(Optional.empty(), OperatorHarness.condition(ready, "RouteProgrammed"));
    }

    private io.modeldeployment.api.v1.ModelDeploymentStatus awaitNotInstalled() {
        return harness.await(
                "the missing API",
                status -> OperatorHarness.reason(status, "RouteProgrammed").equals(Optional.of("NotInstalled"))
                        && OperatorHarness.condition(status, "Available").equals(Optional.of("True")));
    }
}
