package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RecoveryStatus;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.rollout.Probe;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rule 27 to its end, against a real API server: a model whose files are damaged is brought back out of a backup. */
class RestoringRecoveryIT {
    private final OperatorHarness harness = new OperatorHarness();
    private final FakeStorage storage = new FakeStorage(harness.client, harness.namespace);
    private final FakeFetch restores = new FakeFetch(harness.client, harness.namespace);

    @BeforeEach
    void serveWithTwoBackups() throws InterruptedException {
        ApiServer.shared().installSnapshots();
        FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
        storage.claim("models", FakeStorage.DRIVER);
        harness.applyClaim(
                "models",
                "v1",
                "recovery: {mode: Restore, interval: 1s, failureThreshold: 2, cooldown: 60s}\nrevisionHistoryLimit: 5");
        harness.awaitReady();
        backUp("older");
        // Times of creation are as exact as a second.
        assertFalse(new CountDownLatch(1).await(1100, TimeUnit.MILLISECONDS));
        backUp("newest");
    }

    @AfterEach
    void close() {
        restores.close();
        storage.close();
        harness.close();
    }

    private void backUp(String name) {
        storage.backUp(name, "");
        storage.awaitReady(name);
    }

    private static Optional<RecoveryStatus> recovery(ModelDeploymentStatus status) {
        return Optional.ofNullable(status.recovery());
    }

    private String sourceOf(Job job) {
        String claim = job.getSpec()
                .getTemplate()
                .getSpec()
                .getVolumes()
                .getLast()
                .getPersistentVolumeClaim()
                .getClaimName();
        return harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName(claim)
                .require()
                .getSpec()
                .getDataSource()
                .getName();
    }

    private List<String> events() {
        return harness.client.events().v1().events().inNamespace(harness.namespace).list().getItems().stream()
                .map(event -> event.getReason())
                .toList();
    }

    private ModelDeploymentStatus awaitStandIn(String backup) {
        return harness.await(
                backup + " to stand in",
                status -> recovery(status).map(RecoveryStatus::backup).equals(Optional.of(backup))
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
    }

    @Test
    void rule27_damagedFilesAreRestoredFromTheNewestBackupThatVerifies() throws InterruptedException {
        var spec = harness.get().getSpec();
        harness.podsOf("models", FakeWorkloads.Fate.CRASHED);

        Job newest = restores.await();
        assertEquals("newest", sourceOf(newest));
        restores.fails(newest, "DigestMismatch", "the model's digest is another one");
        Job older = restores.await();
        assertEquals("older", sourceOf(older));
        restores.finds(older, FakeStorage.DIGEST);

        var restored = awaitStandIn("older");
        var kept = recovery(restored).orElseThrow();
        assertEquals(List.of("newest", "older"), kept.tried());
        assertEquals("Restore", kept.lastAction());
        assertEquals(FakeStorage.DIGEST, kept.digest());
        assertEquals(Optional.of("True"), OperatorHarness.condition(restored, "Restored"));
        assertEquals(spec, harness.get().getSpec());
        assertEquals(Optional.ofNullable(restored.stableRevision()), harness.selected("spam"));
        List<String> events = events();
        assertTrue(events.containsAll(List.of("RestoreStarted", "RecoveryStarted", "Promoted")), events::toString);
        assertFalse(events.contains("PodRestarted"), "no restart helps: " + events);
        var backups = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .list()
                .getItems();
        assertEquals(2, backups.size(), "what does not answer is not backed up first");
    }

    @Test
    void whatStandsInOutlivesTheOperatorAndRecoveryAndGoesWithAChangeOfTheModel() throws InterruptedException {
        harness.podsOf("models", FakeWorkloads.Fate.CRASHED);
        restores.finds(restores.await(), FakeStorage.DIGEST);
        String stable = String.valueOf(awaitStandIn("newest").stableRevision());

        harness.restartOperator();
        harness.change("recovery: {mode: Disabled}\nreplicas: 2");
        var kept = harness.await(
                "two replicas",
                status -> Integer.valueOf(2).equals(status.readyReplicas())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals(stable, kept.stableRevision());
        assertEquals(Optional.of("newest"), recovery(kept).map(RecoveryStatus::backup));

        harness.podsOf("models", FakeWorkloads.Fate.READY);
        harness.change("server: {maxTokens: 64}");
        var changed = harness.await(
                "what the spec asks for",
                status -> !Objects.equals(stable, status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals(Optional.empty(), recovery(changed));
        assertEquals(Optional.empty(), OperatorHarness.condition(changed, "Restored"));
    }

    @Test
    void rule27_whereThePreviousRevisionServesAgainNothingIsRestored() throws InterruptedException {
        String first = String.valueOf(harness.status().stableRevision());
        harness.change("server: {maxTokens: 64}");
        harness.await(
                "another revision",
                status -> !first.equals(status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));

        var answered = new CountDownLatch(3);
        harness.podsAnswer("models", pod -> {
            if (!Labels.revisionOf(pod).map(RevisionHash::value).equals(Optional.of(first))) {
                return new Probe.NoAnswer("no connection");
            }
            if (first.equals(harness.status().stableRevision())) {
                answered.countDown();
            }
            return new Probe.Passed();
        });
        harness.await(
                "the end of the way back",
                status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("Unhealthy")));
        assertTrue(answered.await(30, TimeUnit.SECONDS), () -> "no pod answers: " + harness.status());

        var back = harness.status();
        assertEquals(first, back.stableRevision());
        assertEquals(Optional.of("Rollback"), recovery(back).map(RecoveryStatus::lastAction));
        assertEquals(Optional.empty(), recovery(back).map(RecoveryStatus::tried));
        assertFalse(events().contains("RestoreStarted"), () -> events().toString());
    }
}
