package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.KubernetesClientTimeoutException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.operator.reconcile.backup.SnapshotKinds;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups against a real API server with the real definitions of VolumeSnapshots; the test plays who takes them. */
class BackupIT {
    private static final String FINALIZER = "serving.modeldeployment.io/copied-files";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakeStorage storage = new FakeStorage(harness.client, harness.namespace);

    @BeforeEach
    void serveFromAClaim() {
        ApiServer.shared().installSnapshots();
        FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
        storage.claim("models", FakeStorage.DRIVER);
        harness.applyClaim("models", "v1", "");
        harness.awaitReady();
    }

    @AfterEach
    void close() {
        storage.close();
        harness.close();
    }

    private ModelBackupStatus await(String name, Predicate<ModelBackupStatus> condition) {
        var resource = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName(name);
        try {
            var reached = resource.waitUntilCondition(
                    backup -> backup != null && backup.getStatus() != null && condition.test(backup.getStatus()),
                    60,
                    TimeUnit.SECONDS);
            return Objects.requireNonNull(reached.getStatus());
        } catch (KubernetesClientTimeoutException e) {
            throw new AssertionError("the last status:\n" + Serialization.asYaml(resource.get()), e);
        }
    }

    private ModelBackupStatus await(String name, BackupPhase phase) {
        return await(name, status -> status.phase() == phase);
    }

    private static String reason(ModelBackupStatus status, String type) {
        return Objects.requireNonNull(status.conditions()).stream()
                .filter(condition -> type.equals(condition.getType()))
                .map(Condition::getReason)
                .findFirst()
                .orElse("");
    }

    private @Nullable GenericKubernetesResource snapshot(String name) {
        return harness.client
                .genericKubernetesResources(SnapshotKinds.snapshots())
                .inNamespace(harness.namespace)
                .withName(name)
                .get();
    }

    private Optional<Job> job(String name) {
        return Optional.ofNullable(harness.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(harness.namespace)
                .withName(name)
                .get());
    }

    @Test
    void aSnapshotIsTakenWithWhatItHolds() {
        storage.backUp("nightly", "");
        var ready = await("nightly", BackupPhase.READY);
        assertEquals(BackupMethod.VOLUME_SNAPSHOT, ready.method());
        assertEquals("nightly", ready.snapshotName());
        assertEquals("1Gi", ready.restoreSize());
        assertEquals("models", ready.sourceClaim());
        assertEquals("v1", ready.path());
        assertEquals(harness.status().stableRevision(), ready.revision());
        assertEquals("spam", Objects.requireNonNull(ready.model()).name());
        assertEquals(FakeStorage.DIGEST, ready.model().digest());
        assertEquals("86.8Mi", ready.size());
        assertEquals(
                "model.safetensors",
                Objects.requireNonNull(ready.files()).getFirst().path());
        assertEquals("ClassFound", reason(ready, "MethodChosen"));
        var backup = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly")
                .require();
        assertEquals(List.of(), backup.getMetadata().getFinalizers());
        assertEquals(
                backup.getMetadata().getUid(),
                Objects.requireNonNull(snapshot("nightly"))
                        .getMetadata()
                        .getOwnerReferences()
                        .getFirst()
                        .getUid());
    }

    @Test
    void theInspectionHasNoRightsAndReadsOnly() {
        storage.hold("-inspect");
        storage.backUp("nightly", "");
        await("nightly", status -> reason(status, "Ready").equals("Inspecting"));
        var spec = job("nightly-inspect").orElseThrow().getSpec();
        var pod = spec.getTemplate().getSpec();
        var container = pod.getContainers().getFirst();
        assertEquals(List.of("model", "inspect", "/source"), container.getArgs());
        assertEquals("v1", container.getVolumeMounts().getFirst().getSubPath());
        assertEquals(true, container.getVolumeMounts().getFirst().getReadOnly());
        assertEquals(
                true, pod.getVolumes().getFirst().getPersistentVolumeClaim().getReadOnly());
        assertEquals(false, pod.getAutomountServiceAccountToken());
        assertEquals(true, pod.getSecurityContext().getRunAsNonRoot());
        assertEquals(true, container.getSecurityContext().getReadOnlyRootFilesystem());
        assertEquals(
                List.of("ALL"), container.getSecurityContext().getCapabilities().getDrop());
    }

    @Test
    void rule23_aSnapshotThatIsNeverReadyFailsAndIsTakenAway() {
        storage.feel(new FakeStorage.Mood.Silent());
        storage.backUp("stuck", ", deadlineSeconds: 10");
        var failed = await("stuck", status -> status.phase() == BackupPhase.FAILED && status.snapshotName() == null);
        assertEquals("DeadlineExceeded", reason(failed, "Ready"));
        assertNull(snapshot("stuck"));
        assertEquals(Optional.of("True"), OperatorHarness.condition(harness.status(), "Ready"));
    }

    @Test
    void rule23_anErrorIsSaidAndReadyAfterItCounts() {
        storage.feel(new FakeStorage.Mood.Fails("out of quota"));
        storage.backUp("nightly", "");
        await("nightly", status -> String.valueOf(status.message()).contains("out of quota"));
        storage.feel(new FakeStorage.Mood.Takes());
        await("nightly", BackupPhase.READY);
    }

    @Test
    void rule23_oneThatIsOnlyCalledReadyDoesNotCount() {
        storage.feel(new FakeStorage.Mood.Lies());
        storage.backUp("nightly", "");
        await("nightly", status -> String.valueOf(status.message()).contains("called ready"));
        storage.feel(new FakeStorage.Mood.Takes());
        await("nightly", BackupPhase.READY);
    }

    @Test
    void oneThatIsDeletedByHandInTheMiddleFails() {
        storage.feel(new FakeStorage.Mood.Silent());
        storage.backUp("nightly", "");
        await("nightly", status -> "nightly".equals(status.snapshotName()));
        harness.client.resource(Objects.requireNonNull(snapshot("nightly"))).delete();
        assertEquals("SnapshotLost", reason(await("nightly", BackupPhase.FAILED), "Ready"));
        assertNull(snapshot("nightly"));
    }

    @Test
    void aReadyOneWhoseSnapshotIsDeletedIsNoBackupAnyMore() {
        storage.backUp("nightly", "");
        await("nightly", BackupPhase.READY);
        harness.client.resource(Objects.requireNonNull(snapshot("nightly"))).delete();
        assertEquals("SnapshotLost", reason(await("nightly", BackupPhase.FAILED), "Ready"));
    }

    @Test
    void withoutTheDefinitionsFilesAreCopiedAndItIsSaid() {
        ApiServer.shared().removeSnapshots();
        harness.restartOperator();
        storage.backUp("copied", "");
        var ready = await("copied", BackupPhase.READY);
        assertEquals(BackupMethod.COPY, ready.method());
        assertEquals("NotInstalled", reason(ready, "MethodChosen"));
        assertEquals("spam-backups", ready.claimName());
        assertEquals("copied", ready.path());
        var store = harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName("spam-backups")
                .require();
        assertEquals(List.of(), store.getMetadata().getOwnerReferences());
        var requests = store.getSpec().getResources().getRequests();
        assertEquals("2Gi", Objects.requireNonNull(requests.get("storage")).toString());
        var arguments = job("copied-copy")
                .orElseThrow()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .getFirst()
                .getArgs();
        assertEquals(
                List.of(
                        "model",
                        "copy",
                        "--from",
                        "/source",
                        "--to",
                        "/backups/copied",
                        "--sha256",
                        FakeStorage.DIGEST),
                arguments);
    }

    @Test
    void definitionsThatAreInstalledLaterAreSeenWithoutARestart() {
        ApiServer.shared().removeSnapshots();
        harness.restartOperator();
        storage.backUp("nightly", ", method: VolumeSnapshot");
        await("nightly", status -> reason(status, "Ready").equals("NotInstalled"));
        ApiServer.shared().installSnapshots();
        FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
        await("nightly", BackupPhase.READY);
    }

    @Test
    void aClassThatIsMissingIsSaidWithWhatToWrite() {
        storage.backUp("nightly", ", volumeSnapshotClassName: later");
        var waiting = await("nightly", status -> reason(status, "Ready").equals("ClassMissing"));
        assertTrue(String.valueOf(waiting.message()).contains("no VolumeSnapshotClass later"), waiting.message());
        assertEquals("ClassMissing", reason(waiting, "MethodChosen"));
        FakeStorage.snapshotClass(harness.client, "later", FakeStorage.DRIVER);
        await("nightly", BackupPhase.READY);
        harness.client
                .genericKubernetesResources(SnapshotKinds.classes())
                .withName("later")
                .delete();
    }

    @Test
    void aCorruptedVolumeIsNoBackup() {
        storage.fail("-inspect", "DigestMismatch", "model.safetensors differs from the manifest");
        storage.backUp("nightly", "");
        var failed = await("nightly", BackupPhase.FAILED);
        assertEquals("DigestMismatch", reason(failed, "Ready"));
        assertNull(snapshot("nightly"));
    }

    @Test
    void aClaimThatIsTooSmallForCopiesIsSaidAndTheRestIsTakenAway() {
        storage.fail("-copy", "NoSpace", "the claim spam-backups is full");
        storage.backUp("copied", ", method: Copy");
        var failed = await("copied", status -> status.phase() == BackupPhase.FAILED && status.claimName() == null);
        assertEquals("NoSpace", reason(failed, "Ready"));
        assertTrue(job("copied-remove").isPresent());
    }

    @Test
    void aDeletedCopyGoesWithItsFiles() {
        storage.backUp("copied", ", method: Copy");
        await("copied", BackupPhase.READY);
        storage.hold("-remove");
        var resource = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("copied");
        assertEquals(List.of(FINALIZER), resource.require().getMetadata().getFinalizers());
        resource.delete();
        harness.client
                .batch()
                .v1()
                .jobs()
                .inNamespace(harness.namespace)
                .withName("copied-remove")
                .waitUntilCondition(Objects::nonNull, 60, TimeUnit.SECONDS);
        assertNotNull(resource.get());
        storage.mend("-remove");
        resource.waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
    }

    @Test
    void backupsOutliveTheModelDeployment() {
        storage.backUp("nightly", "");
        await("nightly", BackupPhase.READY);
        var backup = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly");
        assertEquals(List.of(), backup.require().getMetadata().getOwnerReferences());
        var served = harness.client.resource(harness.get());
        served.delete();
        served.waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        assertEquals(
                BackupPhase.READY,
                Objects.requireNonNull(backup.require().getStatus()).phase());
    }

    @Test
    void aModelFromAnImageNeedsNone() {
        harness.apply("models/spam:v1", 1, "{canary: {steps: [{setWeight: 50}]}}");
        harness.awaitReady();
        storage.backUp("nightly", "");
        var failed = await("nightly", BackupPhase.FAILED);
        assertEquals("NothingToBackUp", reason(failed, "Ready"));
    }

    @Test
    void aRestartedOperatorGoesOn() {
        storage.feel(new FakeStorage.Mood.Silent());
        storage.backUp("nightly", "");
        var before = await("nightly", status -> "nightly".equals(status.snapshotName()));
        harness.stopOperator();
        storage.feel(new FakeStorage.Mood.Takes());
        harness.restartOperator();
        assertEquals(before.startTime(), await("nightly", BackupPhase.READY).startTime());
    }

    @Test
    void rule22_nothingIsWrittenAboutBackupsAtRest() throws InterruptedException {
        storage.backUp("nightly", "");
        await("nightly", BackupPhase.READY);
        storage.backUp("copied", ", method: Copy");
        await("copied", BackupPhase.READY);
        assertFalse(new CountDownLatch(1).await(3, TimeUnit.SECONDS));
        int before = ApiServer.shared().writes(harness.agent).size();
        assertFalse(new CountDownLatch(1).await(15, TimeUnit.SECONDS));
        harness.restartOperator();
        assertFalse(new CountDownLatch(1).await(15, TimeUnit.SECONDS));
        var all = ApiServer.shared().writes(harness.agent);
        assertEquals(List.of(), all.subList(before, all.size()));
    }

    @Test
    void aBackupCannotBeChanged() {
        storage.backUp("nightly", "");
        var resource = harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly");
        var refused = assertThrows(
                KubernetesClientException.class,
                () -> resource.patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\":{\"method\":\"Copy\"}}"));
        assertTrue(String.valueOf(refused.getMessage()).contains("create another ModelBackup"), refused.getMessage());
    }
}
