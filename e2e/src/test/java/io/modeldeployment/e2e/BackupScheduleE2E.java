package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.BackupSpec;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.e2e.fixture.Backups;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.ModelClaim;
import io.modeldeployment.e2e.fixture.PodSecurity;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Eleven points of a schedule, a minute each: the only tests that run beside the others, since they do little but wait. */
@EndToEnd
@PodSecurity("baseline")
@Execution(ExecutionMode.CONCURRENT)
class BackupScheduleE2E {
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final int KEPT = 10;

    /** And time for the last. */
    private static final Duration ELEVEN_POINTS = Duration.ofMinutes(14);

    @BeforeAll
    static void snapshotsCanBeTaken(Given given) {
        Backups.needSnapshots(given);
    }

    @Test
    void tenOfAScheduleAreKeptAndTheOldestGoesWithItsSnapshot(Given given) {
        ModelClaim.thatCanBeSnapshot(given, "scheduled").isFilledBy("cp -R /model good");
        given.aModelDeployment("nightly")
                .servingFromClaim("scheduled", "good")
                .withBackups(new BackupSpec("* * * * *", null, null, KEPT, null, null, null, null))
                .isReady();
        var backups = new Backups(given);
        Eventually.within(SOON, "the first backup", () -> !backups.of("nightly").isEmpty());
        String first = backups.of("nightly").getFirst().getMetadata().getName();
        var status = backups.isReady(first);
        assertEquals(BackupMethod.VOLUME_SNAPSHOT, status.method());
        assertNotNull(Objects.requireNonNull(status.model()).digest());
        assertTrue(Objects.requireNonNull(status.bytes()) > 1_000_000, "the model's files were read");
        Eventually.within(
                ELEVEN_POINTS,
                "the oldest to go when there are more than " + KEPT,
                () -> !backups.of("nightly").getFirst().getMetadata().getName().equals(first));
        Eventually.within(SOON, "its snapshot to go", () -> backups.snapshot(first) == null);
        Eventually.within(SOON, KEPT + " that are ready", () -> ready(backups).size() == KEPT);
        String oldest = ready(backups).getFirst().getMetadata().getName();
        assertNotNull(backups.snapshot(oldest));
    }

    private static List<ModelBackup> ready(Backups backups) {
        return backups.of("nightly").stream()
                .filter(backup ->
                        backup.getStatus() != null && backup.getStatus().phase() == BackupPhase.READY)
                .toList();
    }
}
