package io.modeldeployment.operator.it;

import static io.modeldeployment.operator.it.OperatorHarness.reason;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.Phase;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Rule 22: nothing is written when nothing changed, at rest and over a restart. */
class QuietIT {
    private static final int REST_SECONDS = 20;

    @Test
    void rule22_nothingIsWrittenAtRest() throws InterruptedException {
        assertQuiet("{drainSeconds: 1}");
    }

    @Test
    void rule22_nothingIsWrittenAtRestWithDevicesAndClaimsOfThem() throws InterruptedException {
        assertQuiet("{drainSeconds: 1}\naccelerator: {resourceClaimTemplateName: one-gpu}");
    }

    @Test
    void rule22_nothingIsWrittenAtRestBehindAGateway() throws InterruptedException {
        ApiServer.shared().installGatewayApi();
        assertQuiet("{drainSeconds: 1, gateway: {parentRefs: [{name: a}, {name: b, namespace: c, port: 80}]}}");
        assertQuiet("{drainSeconds: 1, gateway: {parentRefs: [{name: a}], hostnames: [a.example]}}");
    }

    @Test
    void rule22_nothingIsWrittenWhileAPauseWaitsForAPerson() throws InterruptedException {
        ApiServer.shared().installGatewayApi();
        String steps =
                "{canary: {steps: [{setWeight: 10}, {setMirror: {percentage: 20}}, {setHeaderRoute: {name: a, match: "
                        + "[{headerName: B, headerValue: {regex: c}}]}}, {pause: {}}]}}";
        String traffic = "{drainSeconds: 1, gateway: {parentRefs: [{name: a}]}}";
        try (var harness = new OperatorHarness();
                var _ = new FakeGateway(harness.client, harness.namespace)) {
            harness.apply("models/spam:v1", 1, steps, traffic);
            harness.awaitReady();
            harness.apply("models/spam:v2", 1, steps, traffic);
            harness.await("the pause", status -> status.phase() == Phase.PAUSED);
            assertNothingIsWritten(harness);
        }
    }

    @Test
    void rule22_nothingIsWrittenWhileARolloutWaitsForACard() throws InterruptedException {
        String queue = "traffic: {drainSeconds: 1}\naccelerator: {product: Simulated-Q, surgePolicy: Queue}\n";
        try (var harness = new OperatorHarness();
                var nodes = new SimulatedNodes(harness.client, "Simulated-Q")) {
            nodes.add(1);
            harness.apply("spam", "models/spam:v1", 1, "{canary: {}}", queue);
            harness.awaitReady();
            harness.apply("spam", "models/spam:v2", 1, "{canary: {}}", queue);
            harness.await("the line", status -> reason(status, "Schedulable").equals(Optional.of("Queued")));
            assertNothingIsWritten(harness);
        }
    }

    private static void assertNothingIsWritten(OperatorHarness harness) throws InterruptedException {
        rest(3);
        int before = writes(harness).size();
        rest(REST_SECONDS);
        var all = writes(harness);
        assertEquals(List.of(), all.subList(before, all.size()), "after " + all.subList(0, before));
    }

    private static void assertQuiet(String traffic) throws InterruptedException {
        try (var harness = new OperatorHarness();
                var _ = new FakeGateway(harness.client, harness.namespace)) {
            harness.apply("models/spam:v1", 2, "{canary: {}}", traffic);
            harness.awaitReady();
            rest(3);
            int before = writes(harness).size();
            assertTrue(before > 0, "the audit log does not show the operator's writes");
            rest(REST_SECONDS);
            harness.restartOperator();
            rest(REST_SECONDS);
            var all = writes(harness);
            assertEquals(List.of(), all.subList(before, all.size()), "after " + all.subList(0, before));
        }
    }

    private static List<String> writes(OperatorHarness harness) {
        return ApiServer.shared().writes(harness.agent);
    }

    /** Lets time pass: what is asserted is that nothing happens in it. */
    private static void rest(int seconds) throws InterruptedException {
        assertEquals(false, new CountDownLatch(1).await(seconds, TimeUnit.SECONDS));
    }
}
