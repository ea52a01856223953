package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.ScheduledBackup;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups that a ModelDeployment asks for: by a schedule, before rollouts, and how many are kept. */
class BackupScheduleIT {
    private static final String BEFORE = "backup: {beforeRollout: true}";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakeStorage storage = new FakeStorage(harness.client, harness.namespace);

    @BeforeEach
    void snapshotsAreThere() {
        ApiServer.shared().installSnapshots();
        FakeStorage.snapshotClass(harness.client, "directory", FakeStorage.DRIVER);
        storage.claim("models", FakeStorage.DRIVER);
    }

    @AfterEach
    void close() {
        storage.close();
        harness.close();
    }

    private void serve(String path, String more) {
        harness.applyClaim("models", path, more);
    }

    private List<ModelBackup> backups() {
        return harness.client
                .resources(ModelBackup.class)
                .inNamespace(harness.namespace)
                .list()
                .getItems();
    }

    private List<ModelBackup> await(String what, Predicate<List<ModelBackup>> condition) {
        try {
            return harness.client
                    .resources(ModelBackup.class)
                    .inNamespace(harness.namespace)
                    .informOnCondition(condition)
                    .get(120, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(what + " did not come: " + Serialization.asYaml(backups()), e);
        }
    }

    private ModelDeploymentStatus awaitReason(String reason) {
        return harness.await(
                reason, status -> OperatorHarness.reason(status, "BackupReady").equals(Optional.of(reason)));
    }

    @Test
    void aScheduleMakesBackupsThatOutliveTheirModelDeployment() {
        serve("v1", "backup: {schedule: '* * * * *', timeZone: Asia/Kathmandu}");
        harness.awaitReady();
        var made = await("the first backup", all -> all.stream().anyMatch(FakeStorage::isReady))
                .getFirst();
        assertTrue(
                made.getMetadata().getName().matches("spam-[0-9]{12}"),
                made.getMetadata().getName());
        assertEquals("Schedule", made.getMetadata().getLabels().get(ScheduledBackup.ORIGIN));
        assertEquals(List.of(), made.getMetadata().getOwnerReferences());
        var status = awaitReason("BackupReady");
        assertEquals(
                made.getMetadata().getName(),
                Objects.requireNonNull(status.backup()).last());
        assertEquals("* * * * * Asia/Kathmandu", status.backup().schedule());
    }

    @Test
    void rule28_theCandidateGetsItsFirstPodWhenTheBackupIsReady() {
        serve("v1", BEFORE);
        var stable = harness.awaitReady().stableRevision();
        storage.feel(new FakeStorage.Mood.Silent());
        serve("v2", BEFORE);
        var waiting = harness.await(
                "the wait for the backup",
                status -> String.valueOf(status.message()).contains("spam-before-"));
        var backup = await("the backup", all -> all.size() == 1).getFirst();
        String candidate = String.valueOf(waiting.candidateRevision());
        String name = backup.getMetadata().getName();
        assertTrue(name.matches("spam-before-" + candidate + "-[0-9]{17}"), name);
        assertEquals(
                List.of(),
                harness.client
                        .pods()
                        .inNamespace(harness.namespace)
                        .withLabel(Labels.REVISION, candidate)
                        .list()
                        .getItems());
        storage.feel(new FakeStorage.Mood.Takes());
        var done = harness.await(
                "the promotion",
                status -> candidate.equals(status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals(candidate, done.stableRevision());
        var taken = backups().getFirst();
        assertTrue(FakeStorage.isReady(taken));
        assertEquals(stable, Objects.requireNonNull(taken.getStatus()).revision());
        assertEquals("v1", taken.getStatus().path());
    }

    @Test
    void rule28_aBackupThatFailsEndsTheRolloutAndRetryMakesAnother() {
        serve("v1", BEFORE);
        var stable = harness.awaitReady().stableRevision();
        storage.fail("-inspect", "DigestMismatch", "model.safetensors differs");
        serve("v2", BEFORE);
        var aborted = harness.await(
                "the abort", status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("BackupFailed")));
        assertEquals(stable, aborted.stableRevision());
        assertTrue(String.valueOf(aborted.message()).contains("differs"), aborted.message());
        assertEquals(Optional.of("True"), OperatorHarness.condition(aborted, "Available"));
        storage.mend("-inspect");
        harness.act("retry");
        harness.await(
                "the promotion",
                status -> !Objects.equals(stable, status.stableRevision())
                        && OperatorHarness.condition(status, "Ready").equals(Optional.of("True")));
        assertEquals(2, backups().size());
        assertEquals(1, backups().stream().filter(FakeStorage::isReady).count());
    }

    @Test
    void rule25_theOldestGoesAndAPersonsStays() {
        serve("v1", "");
        harness.awaitReady();
        IntStream.rangeClosed(1, 3).forEach(i -> made("spam-20260101030" + i, true));
        made("mine", false);
        await("all of them", all -> all.size() == 4 && all.stream().allMatch(FakeStorage::isReady));
        serve("v1", "backup: {schedule: '0 3 1 1 *', keepLast: 2}");
        var left = await("the oldest to go", all -> all.size() == 3);
        assertEquals(
                List.of("mine", "spam-202601010302", "spam-202601010303"),
                left.stream().map(one -> one.getMetadata().getName()).sorted().toList());
        awaitReason("BackupReady");
    }

    private void made(String name, boolean byTheOperator) {
        String labels = byTheOperator ? "{serving.modeldeployment.io/backup-origin: Schedule}" : "{}";
        harness.client
                .resource(Serialization.unmarshal("""
                        apiVersion: serving.modeldeployment.io/v1
                        kind: ModelBackup
                        metadata: {name: %s, namespace: %s, labels: %s}
                        spec: {modelDeployment: spam}
                        """.formatted(name, harness.namespace, labels), ModelBackup.class))
                .create();
    }

    @Test
    void aModelFromAnImageIsSaidToNeedNone() {
        harness.apply("models/spam:v1", 1, "{canary: {steps: [{setWeight: 50}]}}\nbackup: {schedule: '* * * * *'}");
        harness.awaitReady();
        awaitReason("NothingToBackUp");
        assertEquals(List.of(), backups());
    }

    @Test
    void aDayThatNeverComesIsSaid() {
        serve("v1", "backup: {schedule: '0 3 30 2 *'}");
        var status = awaitReason("InvalidSchedule");
        assertFalse(OperatorHarness.condition(status, "BackupReady").equals(Optional.of("True")));
    }

    @Test
    void rule22_nothingIsWrittenBetweenPoints() throws InterruptedException {
        serve("v1", "backup: {schedule: '0 3 1 1 *'}");
        harness.awaitReady();
        awaitReason("NoBackupYet");
        assertFalse(new CountDownLatch(1).await(3, TimeUnit.SECONDS));
        int before = ApiServer.shared().writes(harness.agent).size();
        assertFalse(new CountDownLatch(1).await(15, TimeUnit.SECONDS));
        var all = ApiServer.shared().writes(harness.agent);
        assertEquals(List.of(), all.subList(before, all.size()));
    }
}
