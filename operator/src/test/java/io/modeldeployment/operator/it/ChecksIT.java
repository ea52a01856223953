package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.CheckStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Candidates held against fixed limits, against a real API server. */
class ChecksIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakePrometheus prometheus = new FakePrometheus().answers("1");

    @AfterEach
    void close() {
        harness.close();
        prometheus.close();
    }

    /** A canary whose steps follow quickly, judged by {@code checks} alone. */
    private static String canary(String checks, String steps) {
        return "{canary: {abortScaleDownDelaySeconds: 0, analysis: {metrics: [], checks: [" + checks + "]}, steps: ["
                + steps + "]}}";
    }

    private String query(String more) {
        return "{name: score, min: '0.9', interval: 5s, " + more + "prometheus: {url: '" + prometheus.url()
                + "', query: 'score{revision=\"{{candidate}}\"}'}}";
    }

    private void rollOut(String strategy) {
        harness.apply(V1, 1, strategy);
        harness.awaitReady();
        harness.apply(V2, 1, strategy);
    }

    private static CheckStatus check(ModelDeploymentStatus status) {
        return checks(status).getFirst();
    }

    private static List<CheckStatus> checks(ModelDeploymentStatus status) {
        return Optional.ofNullable(status.analysis())
                .map(analysis -> analysis.checks())
                .orElse(List.of());
    }

    private static boolean has(ModelDeploymentStatus status, String verdict) {
        return checks(status).stream().anyMatch(check -> check.verdict().equals(verdict));
    }

    @Test
    void aFixedLimitOnTheServersOwnCountersTakesTheCandidateBack() {
        harness.podsServe(V1, 400, 0);
        harness.podsServe(V2, 100, 10);
        rollOut(canary(
                "{name: errors, metric: ErrorRate, max: 5%, interval: 5s, count: 2, failureLimit: 1}",
                "{setWeight: 50}, {analysis: {}}"));
        var failed = harness.await(
                "the abort",
                status -> status.phase() == Phase.DEGRADED
                        && OperatorHarness.condition(status, "Stalled").isPresent());
        assertEquals("Fail", check(failed).verdict());
        assertEquals("10%", check(failed).value());
        assertEquals(2, check(failed).failures());
        assertTrue(String.valueOf(failed.message()).contains("AnalysisFailed: check errors: 2 measurements"));
        assertEquals(Optional.of(String.valueOf(failed.stableRevision())), harness.selected("spam"));
    }

    @Test
    void rule14_aPromQlErrorIsSaidAndHoldsTheTrafficWhereItIsUntilItIsMended() {
        prometheus.refuses("1:7: parse error: unexpected character");
        rollOut(canary(query("count: 1, consecutiveErrorLimit: 1, "), "{setWeight: 50}, {pause: {duration: 20s}}"));
        var held = harness.await(
                "the rollout to be held", status -> status.phase() == Phase.PAUSED && has(status, "Inconclusive"));
        String said = "Prometheus answered 400: 1:7: parse error: unexpected character";
        assertEquals(said, check(held).error());
        assertTrue(String.valueOf(held.message()).contains(said), held.message());
        assertTrue(String.valueOf(held.message()).contains("decide: the action promote or abort"), held.message());
        assertEquals("2/2", held.step());
        assertEquals(0, check(held).failures());
        assertEquals(50, Objects.requireNonNull(held.weights()).candidate());

        prometheus.answers("0.97");
        var done = harness.awaitReady();
        assertEquals("0.97", check(done).value());
        assertEquals(null, check(done).error());
    }

    @Test
    void aRestartedOperatorRemembersWhatWasMeasured() {
        prometheus.answers("0.5");
        rollOut(canary(query("count: 1, failureLimit: 2, "), "{setWeight: 50}, {analysis: {}}"));
        harness.await(
                "the first failure",
                status -> checks(status).stream()
                        .anyMatch(check -> Integer.valueOf(1).equals(check.failures())));
        prometheus.answers("0.95");
        harness.restartOperator();
        var done = harness.awaitReady();
        assertEquals("Pass", check(done).verdict());
        assertEquals(1, check(done).failures());
    }

    @Test
    void nothingIsMeasuredWhereNoRolloutIsUnderWay() {
        rollOut(canary(query("count: 1, "), "{setWeight: 50}, {analysis: {}}"));
        harness.awaitReady();
        int asked = prometheus.questions();
        assertTrue(asked >= 1, "the query was never asked");
        harness.apply(V2, 2, canary(query("count: 1, "), "{setWeight: 50}, {analysis: {}}"));
        harness.awaitReady();
        assertEquals(asked, prometheus.questions());
    }
}
