package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupSpec;
import io.modeldeployment.api.v1.BackupStorage;
import io.modeldeployment.e2e.fixture.Backups;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Backups of real files: by a real snapshot controller and a CSI driver, and by copies. */
@EndToEnd
@PodSecurity("baseline")
class BackupE2E {
    private static final Duration SOON = Duration.ofMinutes(2);

    @BeforeAll
    static void snapshotsCanBeTaken(Given given) {
        Backups.needSnapshots(given);
    }

    @Test
    void aClaimWithoutADriverIsCopiedAndItIsSaid(Given given) {
        var claim = new ModelClaim(given, "plain");
        claim.isFilledBy("cp -R /model good");
        given.aModelDeployment("copied").servingFromClaim("plain", "good").isReady();
        var backups = new Backups(given);
        backups.isAskedFor("by-hand", "copied", new BackupStorage(null, ModelClaim.DIRECTORY));
        var status = backups.isReady("by-hand");
        assertEquals(BackupMethod.COPY, status.method());
        assertEquals("copied-backups", status.claimName());
        var backup = backups.named("by-hand");
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
        var backups = new Backups(given);
        var taken = backups.of("careful").getFirst();
        assertTrue(
                taken.getMetadata().getName().startsWith("careful-before-"),
                taken.getMetadata().getName());
        assertEquals("v1", backups.isReady(taken.getMetadata().getName()).path());
    }
}
