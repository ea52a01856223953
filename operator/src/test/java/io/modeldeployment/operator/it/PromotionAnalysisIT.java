package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.api.v1.RolloutStage;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blue-green with an analysis before the switch and one after it, against a real API server. */
class PromotionAnalysisIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakePrometheus prometheus = new FakePrometheus().answers("1");

    @AfterEach
    void close() {
        harness.close();
        prometheus.close();
    }

    private void rollOut(String analyses) {
        String strategy = "{blueGreen: {abortScaleDownDelaySeconds: 0, " + analyses + "}}";
        harness.apply(V1, 1, strategy);
        harness.awaitReady();
        harness.apply(V2, 1, strategy);
    }

    private String score() {
        return "{checks: [{name: score, min: '0.9', interval: 5s, count: 1, prometheus: {url: '" + prometheus.url()
                + "', query: 'score'}}]}";
    }

    @Test
    void aFailureAfterTheSwitchReturnsToTheWarmPodsAndSticksOverARestart() {
        harness.podsServe(V2, 100, 20);
        rollOut("postPromotionAnalysis: {checks: [{name: errors, metric: ErrorRate, max: 5%, interval: 5s}]}");
        var verifying = harness.await(
                "the analysis after the switch",
                status -> status.rollout() != null && status.rollout().stage() == RolloutStage.VERIFYING);
        assertEquals(Optional.of(String.valueOf(verifying.candidateRevision())), harness.selected("spam"));
        harness.restartOperator();
        var failed = harness.await(
                "the return",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals(verifying.stableRevision(), failed.stableRevision());
        assertEquals(Optional.of(String.valueOf(failed.stableRevision())), harness.selected("spam"));
        assertTrue(String.valueOf(failed.message()).contains("check errors"), failed.message());
        harness.restartOperator();
        assertEquals(
                RolloutStage.FAILED,
                Objects.requireNonNull(harness.status().rollout()).stage());
    }

    @Test
    void aCandidateIsPromotedAfterBothHavePassed() {
        harness.podsServe(V2, 100, 0);
        rollOut(
                "prePromotionAnalysis: " + score()
                        + ", postPromotionAnalysis: {checks: [{name: errors, metric: ErrorRate, max: 5%, interval: 5s, count: 1}]}");
        var done = harness.awaitReady();
        assertEquals(Optional.of(String.valueOf(done.stableRevision())), harness.selected("spam"));
        assertEquals("Pass", Objects.requireNonNull(done.analysis()).verdict());
        assertTrue(prometheus.questions() >= 1, "the query was never asked");
    }

    @Test
    void aFailureBeforeTheSwitchKeepsTheTrafficWhereItIs() {
        prometheus.answers("0.1");
        rollOut("prePromotionAnalysis: " + score());
        var failed = harness.await(
                "the abort",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals(Optional.of(String.valueOf(failed.stableRevision())), harness.selected("spam"));
    }
}
