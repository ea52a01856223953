package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.BackupSpec;
import io.modeldeployment.api.v1.BackupStorage;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.e2e.fixture.Backups;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backups of real files: by a real snapshot controller and a CSI driver, and by copies. */
@EndToEnd
@PodSecurity("baseline")
class BackupE2E {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int KEPT = 10;

    /** Eleven points of a schedule that has one a minute, and time for the last. */
    private static final Duration ELEVEN_POINTS = Duration.ofMinutes(14);

    @BeforeAll
    static void snapshotsCanBeTaken(Given given) {
        assumeTrue(
                given.cluster()
                                .client()
                                .storage()
                                .v1()
                                .storageClasses()
                                .withName(ModelClaim.DIRECTORY)
                                .get()
                        != null,
                "there is no storage that takes snapshots: run cluster/storage-up");
    }

    private static @Nullable GenericKubernetesResource snapshot(Given given, String name) {
        return given.cluster()
                .client()
                .genericKubernetesResources(new ResourceDefinitionContext.Builder()
                        .withGroup("snapshot.storage.k8s.io")
                        .withVersion("v1")
                        .withKind("VolumeSnapshot")
                        .withPlural("volumesnapshots")
                        .withNamespaced(true)
                        .build())
                .inNamespace(given.namespace())
                .withName(name)
                .get();
    }

    @Test
    void tenOfAScheduleAreKeptAndTheOldestGoesWithItsSnapshot(Given given) {
        ModelClaim.thatCanBeSnapshot(given, "scheduled").isFilledBy("cp -R /model good");
        given.aModelDeployment("nightly")
                .servingFromClaim("scheduled", "good")
                .withBackups(new BackupSpec("* * * * *", null, null, KEPT, null, null, null, null))
                .isReady();
        Eventually.within(
                SOON,
                "the first backup",
                () -> !new Backups(given).of("nightly").isEmpty());
        String first = new Backups(given).of("nightly").getFirst().getMetadata().getName();
        var status = new Backups(given).isReady(first);
        assertEquals(BackupMethod.VOLUME_SNAPSHOT, status.method());
        assertNotNull(Objects.requireNonNull(status.model()).digest());
        assertTrue(Objects.requireNonNull(status.bytes()) > 1_000_000, "the model's files were read");
        Eventually.within(
                ELEVEN_POINTS,
                "the oldest to go when there are more than " + KEPT,
                () -> !new Backups(given)
                        .of("nightly")
                        .getFirst()
                        .getMetadata()
                        .getName()
                        .equals(first));
        Eventually.within(SOON, "its snapshot to go", () -> snapshot(given, first) == null);
        var kept = new Backups(given)
                .of("nightly").stream()
                        .filter(backup ->
                                Objects.requireNonNull(backup.getStatus()).phase() == BackupPhase.READY)
                        .toList();
        assertEquals(KEPT, kept.size());
        assertNotNull(snapshot(given, kept.getFirst().getMetadata().getName()));
    }

    @Test
    void aClaimWithoutADriverIsCopiedAndItIsSaid(Given given) {
        var claim = new ModelClaim(given, "plain");
        claim.isFilledBy("cp -R /model good");
        given.aModelDeployment("copied").servingFromClaim("plain", "good").isReady();
        new Backups(given).isAskedFor("by-hand", "copied", new BackupStorage(null, ModelClaim.DIRECTORY));
        var status = new Backups(given).isReady("by-hand");
        assertEquals(BackupMethod.COPY, status.method());
        assertEquals("copied-backups", status.claimName());
        var backup = given.cluster()
                .client()
                .resources(ModelBackup.class)
                .inNamespace(given.namespace())
                .withName("by-hand");
        backup.delete();
        Eventually.within(SOON, "the copy to be removed", () -> backup.get() == null);
        assertNull(backup.get());
        claim.isRemoved();
    }

    @Test
    void aRolloutBeginsWhenWhatServesIsBackedUp(Given given) {
        ModelClaim.thatCanBeSnapshot(given, "versions").isFilledBy("cp -R /model v1; cp -R /model v2");
        var spam = given.aModelDeployment("careful")
                .servingFromClaim("versions", "v1")
                .withBackups(new BackupSpec(null, null, null, null, null, null, null, true))
                .isReady();
        spam.when().theSpecBecomes("model: {source: {volumeClaim: {claimName: versions, path: v2}}}");
        spam.then().theNewRevisionTakesOver();
        var taken = new Backups(given).of("careful").getFirst();
        assertTrue(
                taken.getMetadata().getName().startsWith("careful-before-"),
                taken.getMetadata().getName());
        assertEquals(
                "v1", new Backups(given).isReady(taken.getMetadata().getName()).path());
    }
}
