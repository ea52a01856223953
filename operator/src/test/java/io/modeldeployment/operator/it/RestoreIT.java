package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.resources.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Restores against a real API server with the real definitions of VolumeSnapshots; the test plays the storage and the jobs. */
class RestoreIT {
    private final OperatorHarness harness = new OperatorHarness();
    private final FakeStorage storage = new FakeStorage(harness.client, harness.namespace);
    private final FakeFetch restores = new FakeFetch(harness.client, harness.namespace);

    @BeforeEach
    void serveFromAClaim() {
        ApiServer.shared().installSnapshots();
        FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
        storage.claim("models", FakeStorage.DRIVER);
        harness.applyClaim("models", "v1", "revisionHistoryLimit: 0");
        harness.awaitReady();
    }

    @AfterEach
    void close() {
        restores.close();
        storage.close();
        harness.close();
    }

    private void backUp(String name, String more) {
        storage.backUp(name, more);
        storage.awaitReady(name);
    }

    private void restore(String backup, String more) {
        harness.applySpec("""
                model: {name: spam, source: {backup: {name: %s}}%s}
                traffic: {drainSeconds: 1}
                strategy: {canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}]}}
                revisionHistoryLimit: 0
                """.formatted(backup, more));
    }

    private PersistentVolumeClaim claimOf(Job job) {
        String name = job.getSpec().getTemplate().getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("model"))
                .findFirst()
                .orElseThrow()
                .getPersistentVolumeClaim()
                .getClaimName();
        return harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName(name)
                .require();
    }

    private List<Pod> podsOf(String revision) {
        return harness.client
                .pods()
                .inNamespace(harness.namespace)
                .withLabel(Labels.REVISION, revision)
                .withLabel(Labels.NAME)
                .list()
                .getItems();
    }

    private ModelDeploymentStatus awaitRefused(String reason) {
        var refused = harness.await(
                "the refusal",
                status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("ModelUnavailable")));
        assertEquals(Optional.of(reason), OperatorHarness.reason(refused, "ModelResolved"));
        assertEquals(Optional.of("True"), OperatorHarness.condition(refused, "Available"));
        assertEquals(Optional.ofNullable(refused.stableRevision()), harness.selected("spam"));
        return refused;
    }

    private VolumeMount modelMount(String revision) {
        return podsOf(revision).getFirst().getSpec().getContainers().getFirst().getVolumeMounts().stream()
                .filter(mount -> mount.getName().equals("model"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void rule24_aSnapshotBecomesANewClaimAndARevisionAfterABackupOfWhatServes() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");

        Job job = restores.await();
        var claim = claimOf(job);
        assertEquals("VolumeSnapshot", claim.getSpec().getDataSource().getKind());
        assertEquals("nightly", claim.getSpec().getDataSource().getName());
        assertEquals(
                "1Gi",
                String.valueOf(claim.getSpec().getResources().getRequests().get("storage")));
        var waiting = harness.await(
                "the restore",
                status -> status.model() != null && status.model().phase() == ModelPhase.RESTORING);
        String candidate = String.valueOf(waiting.candidateRevision());
        storage.awaitReadyBefore(candidate);
        assertEquals(List.of(), podsOf(candidate));

        restores.finds(job, FakeStorage.DIGEST);
        var ready = harness.await(
                "the restored revision",
                status -> candidate.equals(status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals(FakeStorage.DIGEST, Objects.requireNonNull(ready.model()).digest());
        assertEquals("the backup nightly", ready.model().source());
        var pod = podsOf(candidate).getFirst().getSpec();
        assertEquals(
                claim.getMetadata().getName(),
                pod.getVolumes().getFirst().getPersistentVolumeClaim().getClaimName());
        assertEquals("v1", modelMount(candidate).getSubPath());
        assertEquals(
                "nightly",
                harness.client
                        .resources(ModelBackup.class)
                        .inNamespace(harness.namespace)
                        .withName("nightly")
                        .require()
                        .getMetadata()
                        .getName());
    }

    @Test
    void aCopyIsCopiedBack() throws InterruptedException {
        backUp("copied", ", method: Copy");
        restore("copied", ", sha256: " + FakeStorage.DIGEST);

        Job job = restores.await();
        assertNull(claimOf(job).getSpec().getDataSource());
        var container = job.getSpec().getTemplate().getSpec().getContainers().getFirst();
        assertEquals("/backups/copied", container.getArgs().get(3));
        restores.finds(job, FakeStorage.DIGEST);
        var ready = harness.awaitReady();
        assertNull(modelMount(String.valueOf(ready.stableRevision())).getSubPath());
    }

    @Test
    void aRestoredModelNeedsItsBackupNoMore() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");
        restores.finds(restores.await(), FakeStorage.DIGEST);
        String first = String.valueOf(harness.awaitReady().stableRevision());
        harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly")
                .delete();

        harness.change("server: {maxTokens: 64}");
        var next = harness.await(
                "another revision of it",
                status -> !first.equals(status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals("v1", modelMount(String.valueOf(next.stableRevision())).getSubPath());
        assertEquals(1, restores.count());
    }

    @Test
    void whatHasAnotherDigestIsRefusedAndARetryBeginsWithANewClaim() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");
        Job job = restores.await();
        String uid = claimOf(job).getMetadata().getUid();
        restores.fails(job, "DigestMismatch", "the model's digest is another one");
        var refused = awaitRefused("DigestMismatch");
        assertTrue(String.valueOf(refused.message()).contains("another one"), refused.message());

        harness.act("retry");
        var claim = harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName(claimOf(job).getMetadata().getName());
        claim.waitUntilCondition(seen -> seen.getMetadata().getDeletionTimestamp() != null, 60, TimeUnit.SECONDS);
        claim.edit(seen -> new PersistentVolumeClaimBuilder(seen)
                .editMetadata()
                .withFinalizers()
                .endMetadata()
                .build());
        Job again = restores.await();
        assertNotEquals(uid, claimOf(again).getMetadata().getUid());
        restores.finds(again, FakeStorage.DIGEST);
        harness.awaitReady();
    }

    @Test
    void rule25_whatAnEarlierAttemptBackedUpStaysWhenTheNextOneFindsOnlyDamage() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");
        restores.fails(restores.await(), "DigestMismatch", "the model's digest is another one");
        String candidate = String.valueOf(awaitRefused("DigestMismatch").candidateRevision());
        ModelBackup good = storage.awaitReadyBefore(candidate);

        storage.fail("-inspect", "DigestMismatch", "model.safetensors differs");
        harness.act("retry");
        String first = good.getMetadata().getUid();
        storage.awaitBackup(backup -> backup.getMetadata().getName().startsWith("spam-before-" + candidate)
                && !backup.getMetadata().getUid().equals(first));
        var left = harness.client.resource(good).get();
        assertEquals(first, left.getMetadata().getUid());
        assertTrue(FakeStorage.isReady(left));
    }

    @Test
    void aBackupThatIsNotThereIsRefusedAndTakenWhenItIs() throws InterruptedException {
        restore("later", "");
        var refused = awaitRefused("BackupMissing");
        assertTrue(String.valueOf(refused.message()).contains("there is no ModelBackup later"), refused.message());
        backUp("later", "");
        harness.act("retry");
        restores.finds(restores.await(), FakeStorage.DIGEST);
        harness.awaitReady();
    }

    @Test
    void aBackupThatHoldsAnotherModelThanIsAskedForIsRefused() {
        backUp("nightly", "");
        restore("nightly", ", sha256: " + "a".repeat(64));
        awaitRefused("DigestMismatch");
        assertEquals(0, restores.count());
    }

    @Test
    void aBackupThatIsDeletedUnderTheRestoreIsRefusedAndItsClaimGoes() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");
        var claim = claimOf(restores.await());
        harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("nightly")
                .delete();
        awaitRefused("BackupMissing");
        harness.client
                .persistentVolumeClaims()
                .inNamespace(harness.namespace)
                .withName(claim.getMetadata().getName())
                .waitUntilCondition(
                        seen -> seen == null || seen.getMetadata().getDeletionTimestamp() != null,
                        60,
                        TimeUnit.SECONDS);
    }

    @Test
    void withoutTheDefinitionsOfSnapshotsItIsRefusedWithWhatToInstall() {
        backUp("nightly", "");
        ApiServer.shared().removeSnapshots();
        restore("nightly", "");
        var refused = harness.await(
                "the refusal",
                status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("ModelUnavailable")));
        String reason = OperatorHarness.reason(refused, "ModelResolved").orElseThrow();
        // Whether the backup was found to have lost its snapshot before the definitions were gone is a race.
        assertTrue(List.of("NotInstalled", "SnapshotLost", "BackupFailed").contains(reason), reason);
    }

    @Test
    void rule25_aBackupThatIsRestoredFromOutlivesTheRetention() throws InterruptedException {
        harness.change("backup: {schedule: '0 3 1 1 *', keepLast: 1}");
        backUp("spam-202601010301", "");
        restore("spam-202601010301", "");
        Job job = restores.await();
        List.of("spam-202601010301", "spam-202601010302", "spam-202601010303").forEach(this::scheduled);
        harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName("spam-202601010302")
                .waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        assertTrue(exists("spam-202601010301"));
        restores.finds(job, FakeStorage.DIGEST);
        harness.awaitReady();
    }

    private void scheduled(String name) {
        if (!exists(name)) {
            backUp(name, "");
        }
        harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .withName(name)
                .edit(backup -> {
                    backup.getMetadata().setLabels(Map.of("serving.modeldeployment.io/backup-origin", "Schedule"));
                    return backup;
                });
    }

    private boolean exists(String backup) {
        return harness.client
                        .resources(ModelBackup.class)
                        .inNamespace(harness.namespace)
                        .withName(backup)
                        .get()
                != null;
    }

    @Test
    void rule22_nothingIsWrittenAtRest() throws InterruptedException {
        backUp("nightly", "");
        restore("nightly", "");
        restores.finds(restores.await(), FakeStorage.DIGEST);
        harness.awaitReady();
        assertFalse(new CountDownLatch(1).await(3, TimeUnit.SECONDS));
        int before = ApiServer.shared().writes(harness.agent).size();
        assertFalse(new CountDownLatch(1).await(15, TimeUnit.SECONDS));
        var all = ApiServer.shared().writes(harness.agent);
        assertEquals(List.of(), all.subList(before, all.size()));
    }
}
