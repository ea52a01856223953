package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.e2e.fixture.Backups;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Restores of real files, out of snapshots that a real snapshot controller and a CSI driver took. */
@EndToEnd
@PodSecurity("baseline")
class RestoreE2E {
    @BeforeAll
    static void snapshotsCanBeTaken(Given given) {
        Backups.needSnapshots(given);
    }

    private static String claimOf(Pod pod) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals("model"))
                .map(volume -> volume.getPersistentVolumeClaim().getClaimName())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theThirdNewestIsRestoredByNameAndNobodyNotices(Given given) {
        var backups = new Backups(given);
        var claim = ModelClaim.thatCanBeSnapshot(given, "kept");
        claim.isFilledBy("cp -R /model good");
        var spam = given.aModelDeployment("restored")
                .servingFromClaim("kept", "good")
                .isReady();
        List<String> digests = new ArrayList<>();
        for (int version = 1; version <= 4; version++) {
            claim.isChangedBy("echo " + version + " > good/version.txt");
            backups.isAskedFor("version-" + version, "restored", null);
            digests.add(
                    Objects.requireNonNull(backups.isReady("version-" + version).model())
                            .digest());
        }
        assertEquals(4, digests.stream().distinct().count(), digests::toString);

        try (var users = spam.isInUse()) {
            String said = spam.when().aPersonRestores("version-2");
            assertTrue(said.contains("restores the backup version-2"), said);
            var restored = spam.then().theNewRevisionTakesOver();
            var model = Objects.requireNonNull(restored.status().orElseThrow().model());
            assertEquals(digests.get(1), model.digest());
            Pod pod = spam.pods().getFirst();
            assertEquals(model.claimName(), claimOf(pod));
            assertNotEquals("kept", claimOf(pod));
            users.sawNoFailure();
        }
        // The state before is there to return to, and so is what was restored.
        assertTrue(
                backups.of("restored").stream()
                        .anyMatch(backup -> backup.getMetadata().getName().startsWith("restored-before-")),
                "what served was backed up first");
        assertEquals(
                digests.get(1),
                Objects.requireNonNull(backups.isReady("version-2").model()).digest());
        assertEquals(
                digests.get(3),
                Objects.requireNonNull(backups.isReady("version-4").model()).digest());
    }
}
