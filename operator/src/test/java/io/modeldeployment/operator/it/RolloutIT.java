package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.operator.rollout.Probe;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whole rollouts against a real API server. */
class RolloutIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY =
            "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}, {pause: {}}]}}";
    private static final String BLUE_GREEN =
            "{blueGreen: {autoPromotion: false, previewReplicas: 1, scaleDownDelaySeconds: 0}}";

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    @Test
    void firstDeploymentSkipsTheStrategy() {
        harness.apply(V1, 2, CANARY);
        var status = harness.awaitReady();
        assertEquals(Phase.HEALTHY, status.phase());
        assertEquals(Optional.ofNullable(status.stableRevision()), harness.selected("spam"));
    }

    @Test
    void canarySharesTrafficThenTakesAll() {
        harness.apply(V1, 2, CANARY);
        String v1 = harness.awaitReady().stableRevision();
        harness.apply(V2, 2, CANARY);
        var paused = harness.await("the pause", status -> status.phase() == Phase.PAUSED);
        assertEquals(Optional.empty(), harness.selected("spam"), "both revisions are selected");
        assertEquals(50, java.util.Objects.requireNonNull(paused.weights()).candidate());
        assertEquals(v1, paused.stableRevision());
        harness.act("promote");
        var done = harness.awaitReady();
        assertNotEquals(v1, done.stableRevision());
        assertEquals(Optional.ofNullable(done.stableRevision()), harness.selected("spam"));
        harness.await("v1 to scale down", status -> Integer.valueOf(2).equals(status.replicas()));
    }

    @Test
    void blueGreenSwitchesOnceAfterThePreview() {
        harness.apply(V1, 2, BLUE_GREEN);
        var first = harness.awaitReady();
        assertEquals("blue", first.activeColor());
        harness.apply(V2, 2, BLUE_GREEN);
        var paused = harness.await("the preview", status -> status.phase() == Phase.PAUSED);
        assertEquals(Optional.ofNullable(paused.candidateRevision()), harness.selected("spam-preview"));
        assertEquals(Optional.ofNullable(first.stableRevision()), harness.selected("spam"));
        harness.act("promote");
        assertEquals("green", harness.awaitReady().activeColor());
    }

    @Test
    void crashedCandidateIsRolledBackAndRetriedOnlyWhenAsked() {
        harness.apply(V1, 2, CANARY);
        String v1 = harness.awaitReady().stableRevision();
        harness.podsOf(V2, FakeWorkloads.Fate.CRASHED);
        harness.apply(V2, 2, CANARY);
        var failed = harness.await(
                "the abort",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals(v1, failed.stableRevision());
        assertEquals(Optional.of("True"), OperatorHarness.condition(failed, "Available"));
        assertTrue(String.valueOf(failed.message()).contains("model.safetensors: truncated"), failed.message());
        assertEquals(Optional.ofNullable(v1), harness.selected("spam"));

        harness.podsOf(V2, FakeWorkloads.Fate.READY);
        harness.await("the candidate's pods to go", status -> Integer.valueOf(2).equals(status.replicas()));
        harness.act("retry");
        harness.await("the pause", status -> status.phase() == Phase.PAUSED);
    }

    @Test
    void wrongAnswerKeepsTheCandidateFromTraffic() {
        harness.apply(V1, 1, BLUE_GREEN);
        String v1 = harness.awaitReady().stableRevision();
        harness.podsAnswer(V2, new Probe.Failed("a score is not a number"));
        harness.apply(V2, 1, BLUE_GREEN);
        var failed = harness.await("the abort", status -> status.phase() == Phase.DEGRADED);
        assertTrue(String.valueOf(failed.message()).contains("a score is not a number"), failed.message());
        assertEquals(Optional.ofNullable(v1), harness.selected("spam"));
    }

    @Test
    void operatorThatRestartsInMidRolloutGoesOn() {
        harness.apply(V1, 2, CANARY);
        harness.awaitReady();
        harness.apply(V2, 2, CANARY);
        var before = harness.await("the pause", status -> status.phase() == Phase.PAUSED);
        harness.restartOperator();
        harness.act("promote");
        assertEquals(before.candidateRevision(), harness.awaitReady().stableRevision());
    }

    @Test
    void deletedObjectsComeBack() {
        harness.apply(V1, 1, CANARY);
        String v1 = harness.awaitReady().stableRevision();
        harness.client
                .services()
                .inNamespace(harness.namespace)
                .withName("spam")
                .delete();
        harness.client.apps().deployments().inNamespace(harness.namespace).delete();
        harness.await("the loss to be noticed", status -> status.phase() == Phase.DEGRADED);
        assertEquals(v1, harness.awaitReady().stableRevision());
        assertEquals(Optional.ofNullable(v1), harness.selected("spam"));
    }
}
