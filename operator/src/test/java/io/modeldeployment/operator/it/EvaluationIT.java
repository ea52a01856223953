package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The golden set as a step of a rollout, against a real API server. */
class EvaluationIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String EVALUATED = "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}]}}\n"
            + "evaluation: {goldenSet: {configMapRef: {name: nowhere}}}";

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void aGoldenSetThatIsNotThereKeepsTheCandidateFromTrafficUntilAPersonPassesItOver() {
        harness.apply(V1, 1, EVALUATED);
        String v1 = harness.awaitReady().stableRevision();
        harness.apply(V2, 1, EVALUATED);

        var waiting = harness.await(
                "the missing ConfigMap to be named",
                status -> String.valueOf(status.message()).contains("no ConfigMap nowhere"));
        assertEquals("1/2", waiting.step());
        assertEquals(0, Objects.requireNonNull(waiting.weights()).candidate());
        assertEquals(Optional.ofNullable(v1), harness.selected("spam"));
        assertNotEquals(null, waiting.evaluation());

        harness.act("promote");
        assertNotEquals(v1, harness.awaitReady().stableRevision());
    }
}
