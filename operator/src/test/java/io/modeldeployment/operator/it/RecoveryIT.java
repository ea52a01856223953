package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RecoveryStatus;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.Probe;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rule 27 against a real API server: what is done by itself about a revision that stops answering. */
class RecoveryIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String CANARY = "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}]}}";
    private static final Probe SILENCE = new Probe.NoAnswer("no connection");

    private final OperatorHarness harness = new OperatorHarness();

    @AfterEach
    void close() {
        harness.close();
    }

    private static Optional<RecoveryStatus> recovery(ModelDeploymentStatus status) {
        return Optional.ofNullable(status.recovery());
    }

    private void awaitAction(String action) {
        harness.await(
                "the action " + action,
                status -> recovery(status)
                        .filter(done -> action.equals(done.lastAction()))
                        .isPresent());
    }

    private Set<String> pods() {
        return harness.client.pods().inNamespace(harness.namespace).withLabel(Labels.NAME).list().getItems().stream()
                .map(pod -> pod.getMetadata().getUid())
                .collect(Collectors.toSet());
    }

    private List<String> events() {
        return harness.client.events().v1().events().inNamespace(harness.namespace).list().getItems().stream()
                .map(event -> event.getReason())
                .toList();
    }

    private void serveWith(String recovery) {
        harness.apply(V1, 1, CANARY);
        harness.change("recovery: " + recovery);
        harness.awaitReady();
    }

    @Test
    void rule27_aPodThatStopsAnsweringIsReplacedAndItIsForgottenAfterTheCoolDown() {
        serveWith("{mode: Restart, interval: 1s, failureThreshold: 2, cooldown: 3s}");
        Set<String> before = pods();
        harness.podsAnswer(V1, SILENCE);

        awaitAction("Restart");
        harness.podsAnswer(V1, new Probe.Passed());

        harness.await("nothing to remember", status -> recovery(status).isEmpty());
        assertNotEquals(before, pods());
        assertTrue(events().contains("PodRestarted"), () -> events().toString());
    }

    @Test
    void rule27_whereARestartDoesNotHelpWhatServedBeforeGetsTheTraffic() {
        serveWith("{mode: Rollback, interval: 1s, failureThreshold: 2, cooldown: 60s}");
        String first = harness.status().stableRevision();
        harness.apply(V2, 1, CANARY);
        harness.await(
                "V2 promoted",
                status -> !Objects.equals(first, status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        harness.podsAnswer(V2, SILENCE);

        awaitAction("Restart");
        awaitAction("Rollback");
        var back = harness.await(
                "the end of the way back",
                status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("Unhealthy")));

        assertEquals(first, back.stableRevision());
        assertEquals(Optional.ofNullable(first), harness.selected("spam"));
        assertTrue(String.valueOf(back.message()).contains("2 probes in a row: no connection"), back.message());
    }

    @Test
    void rule27_whatCannotBeRecoveredIsLeftToAPersonAfterTheAttempts() {
        serveWith("{interval: 1s, failureThreshold: 1, maxAttempts: 1, cooldown: 2s}");
        harness.podsAnswer(V1, SILENCE);

        var given = harness.await(
                "a person to be asked",
                status -> recovery(status)
                        .map(RecoveryStatus::message)
                        .filter(message -> message.contains("in vain"))
                        .isPresent());

        assertEquals(1, recovery(given).orElseThrow().attempts());
        assertEquals(Optional.of("True"), OperatorHarness.condition(given, "Recovering"));
    }
}
