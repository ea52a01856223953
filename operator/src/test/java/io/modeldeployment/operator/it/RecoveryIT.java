package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /** One of the model's pods is silent until it is replaced; counts down what all others answer once it is gone. */
    private CountDownLatch oneIsSilent(String model, int answers) {
        String silent = podsOf(model).getFirst();
        var answered = new CountDownLatch(answers);
        harness.podsAnswer(model, pod -> {
            if (pod.getMetadata().getName().equals(silent)) {
                return SILENCE;
            }
            if (!podsOf(model).contains(silent)) {
                answered.countDown();
            }
            return new Probe.Passed();
        });
        return answered;
    }

    private List<String> podsOf(String model) {
        return harness.client.pods().inNamespace(harness.namespace).withLabel(Labels.NAME).list().getItems().stream()
                .filter(pod -> OperatorHarness.modelImage(pod).equals(model))
                .map(pod -> pod.getMetadata().getName())
                .toList();
    }

    @Test
    void rule27_whereTheReplacementAnswersNothingIsRolledBack() throws InterruptedException {
        serveWith("{mode: Rollback, interval: 1s, failureThreshold: 2, cooldown: 60s}");
        String first = harness.status().stableRevision();
        harness.apply(V2, 1, CANARY);
        var second = harness.await(
                "V2 promoted",
                status -> !Objects.equals(first, status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));

        CountDownLatch answered = oneIsSilent(V2, 3);
        assertTrue(answered.await(30, TimeUnit.SECONDS), () -> "no replacement answers: " + harness.status());

        var healed = harness.status();
        assertFalse(events().contains("Unhealthy"), () -> events() + ": " + healed);
        assertEquals(Optional.of("Restart"), recovery(healed).map(RecoveryStatus::lastAction), healed::toString);
        assertEquals(second.stableRevision(), healed.stableRevision());
        assertEquals(Optional.ofNullable(second.stableRevision()), harness.selected("spam"));
    }

    @Test
    void rule27_oneOfThreeThatIsSilentOnceIsRestartedOnceAndNobodyIsAsked() throws InterruptedException {
        harness.apply(V1, 3, CANARY);
        harness.change("recovery: {interval: 1s, failureThreshold: 2, cooldown: 60s}");
        harness.awaitReady();

        CountDownLatch answered = oneIsSilent(V1, 9);
        assertTrue(answered.await(30, TimeUnit.SECONDS), () -> "no replacement answers: " + harness.status());

        var done = recovery(harness.status()).orElseThrow();
        assertEquals("Restart", done.lastAction());
        assertEquals(0, done.attempts());
        assertFalse(events().contains("RecoveryGivenUp"), () -> events().toString());
    }
}
