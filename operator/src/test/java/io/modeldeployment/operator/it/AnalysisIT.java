package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates judged by what their servers count, against a real API server. */
class AnalysisIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY =
            "{canary: {abortScaleDownDelaySeconds: 0, analysis: {}, steps: [{setWeight: 50}, {analysis: {}}]}}";

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private static AnalysisStatus analysis(ModelDeploymentStatus status) {
        return Objects.requireNonNull(status.analysis());
    }

    private void rollOut(long requests, long failed) {
        harness.apply(V1, 1, CANARY);
        harness.awaitReady();
        harness.podsServe(V1, 400, 0);
        harness.podsServe(V2, requests, failed);
        harness.apply(V2, 1, CANARY);
    }

    @Test
    void aCandidateThatFailsMoreIsTakenBackWithTheEvidenceInTheStatus() {
        rollOut(400, 40);
        var failed = harness.await("the abort", status -> status.phase() == Phase.DEGRADED);
        assertEquals("Fail", analysis(failed).verdict());
        assertTrue(String.valueOf(failed.message()).contains("errors: candidate"), failed.message());
        var stalled = harness.await(
                "traffic to be back",
                status -> OperatorHarness.condition(status, "Stalled").isPresent());
        assertTrue(
                Objects.requireNonNull(stalled.conditions()).stream()
                        .anyMatch(condition -> "AnalysisFailed".equals(condition.getReason())),
                stalled.conditions().toString());
    }

    @Test
    void aCandidateThatIsNoWorseIsPromoted() {
        rollOut(400, 0);
        var done = harness.awaitReady();
        assertEquals("Pass", analysis(done).verdict());
    }

    @Test
    void silenceIsNoPassAndAPersonMaySkipIt() {
        rollOut(0, 0);
        var waiting =
                harness.await("the first look", status -> status.analysis() != null && "2/2".equals(status.step()));
        assertEquals("NotMeasured", analysis(waiting).verdict());
        harness.restartOperator();
        harness.await("the same after a restart", status -> "2/2".equals(status.step()));
        harness.act("promote-full");
        harness.awaitReady();
    }
}
