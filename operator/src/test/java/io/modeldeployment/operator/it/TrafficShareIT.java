package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.api.v1.Weights;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the status says of a candidate's share, against a real API server. */
class TrafficShareIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY =
            "{canary: {steps: [{setWeight: 10}, {pause: {}}, {setWeight: 50}, {pause: {}}]}}";
    private static final int REST_SECONDS = 15;

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    /** Two pods that count 90 between two readings beside one that counts 60. */
    @Test
    void theStatusSaysWhatTheReplicasAllowAndWhatTheServersCount() throws InterruptedException {
        harness.apply(V1, 2, CANARY);
        harness.awaitReady();
        harness.podsServe(V1, 90, 0);
        harness.podsServe(V2, 60, 3);
        harness.apply(V2, 2, CANARY);
        var counted = harness.await(
                "a share of the requests",
                status -> status.weights() != null && status.weights().requests() != null);
        assertEquals(new Weights(90, 10, 33, 33, 25), counted.weights());

        var before = ApiServer.shared().writes(harness.agent);
        rest();
        var after = ApiServer.shared().writes(harness.agent);
        assertEquals(
                List.of(),
                after.subList(before.size(), after.size()),
                "rule 22: a share that stays is not written again");

        harness.act("promote");
        var next = harness.await("the next weight", status -> "4/4".equals(status.step()));
        assertEquals(
                null, Objects.requireNonNull(next.weights()).requests(), "the new weight's share is not known yet");
    }

    /** Lets time pass: what is asserted is that nothing happens in it. */
    private static void rest() throws InterruptedException {
        assertEquals(false, new CountDownLatch(1).await(REST_SECONDS, TimeUnit.SECONDS));
    }
}
