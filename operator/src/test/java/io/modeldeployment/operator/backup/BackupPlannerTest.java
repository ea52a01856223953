package io.modeldeployment.operator.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What becomes of a backup, step by step, and of one that does not become ready. */
class BackupPlannerTest {
    private static final Instant START = Instant.parse("2026-01-01T03:00:00Z");
    private static final Source SOURCE = new Source("models", "v1", "6xk2c", "spam", Optional.of("fast"));
    private static final Contents READ = new Contents("aa", 1000, List.of(new Contents.File("config.json", 10)));
    private static final Place.Copied COPIED = new Place.Copied("spam-backups", "nightly");
    private static final Place.Snapshotted TAKEN = new Place.Snapshotted("nightly", Optional.empty());

    private BackupMethod method = BackupMethod.AUTO;
    private BackupState state = BackupState.NEW;
    private Instant now = START;

    private Found found = new Found.Model(SOURCE);
    private SnapshotSupport support =
            new SnapshotSupport.Classes(List.of(new SnapshotClass("fast", "csi.example.com", false)));
    private Claim source = new Claim.Bound(Optional.of("csi.example.com"), Optional.of("fast"));
    private Claim store = new Claim.Missing();
    private Snapshot snapshot = new Snapshot.Missing();
    private Work inspection = new Work.Missing();
    private Work copy = new Work.Missing();
    private Work removal = new Work.Missing();

    private BackupSight sight() {
        return new BackupSight(
                found, support, source, store, snapshot, new BackupSight.Jobs(inspection, copy, removal));
    }

    private List<BackupAction> pass() {
        var request = new BackupRequest("nightly", "spam", method, Optional.empty(), Duration.ofMinutes(10));
        BackupPlan plan = BackupPlanner.plan(request, state, sight(), now);
        state = plan.next();
        return plan.actions();
    }

    private void assertPhase(BackupPhase phase, String reason) {
        assertEquals(phase, state.phase(), state.message());
        assertEquals(reason, state.reason(), state.message());
    }

    /** Up to where the files have been read. */
    private void read() {
        pass();
        assertEquals(List.of(new BackupAction.Inspect(SOURCE)), pass());
        inspection = new Work.Done(Optional.of(READ));
    }

    @Test
    void aSnapshotIsTakenOfFilesThatWereRead() {
        read();
        assertEquals(List.of(new BackupAction.TakeSnapshot(SOURCE, "fast")), pass());
        snapshot = new Snapshot.Waiting("it is being taken");
        assertEquals(List.of(), pass());
        assertEquals(Optional.of(TAKEN), state.place());
        assertPhase(BackupPhase.RUNNING, "Snapshotting");
        snapshot = new Snapshot.Usable(Optional.of("1Gi"));
        now = START.plusSeconds(30);
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.READY, "SnapshotReady");
        assertEquals(Optional.of(START), state.startedAt());
        assertEquals(Optional.of(now), state.endedAt());
        assertEquals(Optional.of(new Place.Snapshotted("nightly", Optional.of("1Gi"))), state.place());
        assertEquals(Optional.of(READ), state.contents());
    }

    @Test
    void nothingIsDoneAboutABackupThatIsReady() {
        aSnapshotIsTakenOfFilesThatWereRead();
        BackupState before = state;
        now = START.plus(Duration.ofDays(100));
        assertEquals(List.of(), pass());
        assertEquals(before, state);
    }

    @Test
    void rule23_aSnapshotIsNotWaitedForForEver() {
        read();
        pass();
        snapshot = new Snapshot.Waiting("it is being taken");
        pass();
        now = START.plus(Duration.ofMinutes(10));
        assertEquals(List.of(new BackupAction.RemoveSnapshot()), pass());
        assertPhase(BackupPhase.FAILED, "DeadlineExceeded");
        assertTrue(state.message().contains("it is being taken"), state.message());
        snapshot = new Snapshot.Missing();
        assertEquals(List.of(), pass());
        assertEquals(Optional.empty(), state.place());
        assertPhase(BackupPhase.FAILED, "DeadlineExceeded");
    }

    @Test
    void rule23_anErrorThatPassesIsNoFailure() {
        read();
        pass();
        snapshot = new Snapshot.Waiting("its controller tries again: out of quota");
        pass();
        assertPhase(BackupPhase.RUNNING, "Snapshotting");
        assertTrue(state.message().contains("out of quota"));
        snapshot = new Snapshot.Usable(Optional.empty());
        pass();
        assertPhase(BackupPhase.READY, "SnapshotReady");
    }

    @Test
    void aSnapshotThatIsDeletedInTheMiddleIsNotTakenAgain() {
        read();
        pass();
        snapshot = new Snapshot.Waiting("it is being taken");
        pass();
        snapshot = new Snapshot.Missing();
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.FAILED, "SnapshotLost");
    }

    @Test
    void aBackupWhoseSnapshotIsDeletedLaterIsNoneAnyMore() {
        aSnapshotIsTakenOfFilesThatWereRead();
        snapshot = new Snapshot.Missing();
        pass();
        assertPhase(BackupPhase.FAILED, "SnapshotLost");
        assertEquals(Optional.empty(), state.place());
    }

    @Test
    void whileTheClusterDoesNotTellOfSnapshotsNoneIsCalledLost() {
        aSnapshotIsTakenOfFilesThatWereRead();
        snapshot = new Snapshot.Missing();
        support = new SnapshotSupport.Unusable("Forbidden", "no");
        pass();
        assertPhase(BackupPhase.READY, "SnapshotReady");
    }

    @Test
    void aClaimWithoutAVolumeIsWaitedFor() {
        source = new Claim.Unbound("no volume yet");
        pass();
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.PENDING, "ClaimNotBound");
        source = new Claim.Bound(Optional.of("csi.example.com"), Optional.of("fast"));
        assertEquals(List.of(new BackupAction.Inspect(SOURCE)), pass());
    }

    @Test
    void aCorruptedVolumeIsNoBackup() {
        pass();
        pass();
        inspection = new Work.Failed("DigestMismatch", "model.safetensors differs");
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.FAILED, "DigestMismatch");
    }

    @Test
    void aModelFromAnImageNeedsNoBackup() {
        found = new Found.Nothing("NothingToBackUp", "its registry keeps it");
        pass();
        assertPhase(BackupPhase.FAILED, "NothingToBackUp");
    }

    @Test
    void whatIsNotThereYetIsWaitedForUntilTheDeadline() {
        found = new Found.NotYet("there is no ModelDeployment spam");
        pass();
        assertPhase(BackupPhase.PENDING, "NothingYet");
        now = START.plus(Duration.ofMinutes(10));
        pass();
        assertPhase(BackupPhase.FAILED, "DeadlineExceeded");
        assertTrue(state.message().contains("there is no ModelDeployment spam"), state.message());
    }

    @Test
    void snapshotsThatAreInstalledLaterAreUsed() {
        method = BackupMethod.VOLUME_SNAPSHOT;
        var installed = support;
        support = new SnapshotSupport.Unusable("NotInstalled", "there are no VolumeSnapshots");
        pass();
        pass();
        assertPhase(BackupPhase.PENDING, "NotInstalled");
        support = installed;
        assertEquals(List.of(new BackupAction.Inspect(SOURCE)), pass());
    }

    @Test
    void filesAreCopiedToAClaimThatIsMadeForThem() {
        method = BackupMethod.COPY;
        read();
        assertEquals(List.of(new BackupAction.MakeStore("spam-backups", 1000)), pass());
        store = new Claim.Unbound("waits for its first pod");
        assertEquals(List.of(), pass(), "the place is written down before anything is in it");
        assertEquals(Optional.of(COPIED), state.place());
        assertEquals(List.of(new BackupAction.Copy(SOURCE, COPIED)), pass());
        copy = new Work.Running("nightly-copy");
        assertEquals(List.of(), pass());
        assertTrue(state.message().contains("by the job nightly-copy"), state.message());
        copy = new Work.Done(Optional.of(READ));
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.READY, "Copied");
    }

    @Test
    void aCopyThatIsNotWhatWasReadIsTakenAway() {
        copying();
        copy = new Work.Done(Optional.of(new Contents("bb", 1000, List.of())));
        assertEquals(List.of(new BackupAction.RemoveCopy(COPIED)), pass());
        assertPhase(BackupPhase.FAILED, "DigestMismatch");
        removal = new Work.Running("nightly-remove");
        assertEquals(List.of(), pass());
        removal = new Work.Done(Optional.empty());
        assertEquals(List.of(), pass());
        assertEquals(Optional.empty(), state.place());
    }

    private void copying() {
        method = BackupMethod.COPY;
        read();
        store = new Claim.Bound(Optional.empty(), Optional.empty());
        pass();
        pass();
    }

    @Test
    void aCopyThatTakesTooLongIsEndedAndTakenAway() {
        copying();
        copy = new Work.Running("nightly-copy");
        now = START.plus(Duration.ofMinutes(10));
        assertEquals(List.of(new BackupAction.EndCopy()), pass());
        assertPhase(BackupPhase.FAILED, "DeadlineExceeded");
        copy = new Work.Missing();
        assertEquals(List.of(new BackupAction.RemoveCopy(COPIED)), pass());
    }

    @Test
    void aClaimThatIsTooSmallIsSaidAndWhatItHoldsIsTakenAway() {
        copying();
        copy = new Work.Failed("NoSpace", "no space left");
        assertEquals(List.of(new BackupAction.RemoveCopy(COPIED)), pass());
        assertPhase(BackupPhase.FAILED, "NoSpace");
    }

    @Test
    void whatCannotBeTakenAwayIsSaidOnce() {
        aClaimThatIsTooSmallIsSaidAndWhatItHoldsIsTakenAway();
        removal = new Work.Failed("JobFailed", "no node");
        assertEquals(List.of(), pass());
        assertTrue(state.message().contains("stays in nightly on spam-backups"), state.message());
        BackupState before = state;
        pass();
        assertEquals(before, state);
    }

    @Test
    void aForeignClaimOfThatNameIsLeftAlone() {
        method = BackupMethod.COPY;
        read();
        store = new Claim.Foreign("it is somebody else's");
        assertEquals(List.of(), pass());
        assertPhase(BackupPhase.FAILED, "NameTaken");
    }

    @Test
    void theChoiceStaysOnceThereAreFiles() {
        copying();
        copy = new Work.Running("nightly-copy");
        method = BackupMethod.AUTO;
        pass();
        assertTrue(state.choice().orElseThrow() instanceof Choice.Copy);
    }

    @Test
    void aDeletedCopyIsLetGoWhenItsFilesAreGone() {
        copying();
        copy = new Work.Running("nightly-copy");
        pass();
        assertEquals(List.of(new BackupAction.EndCopy()), released());
        copy = new Work.Missing();
        assertEquals(List.of(new BackupAction.RemoveCopy(COPIED)), released());
        removal = new Work.Running("nightly-remove");
        assertEquals(List.of(), released());
        removal = new Work.Done(Optional.empty());
        assertEquals(List.of(new BackupAction.Release()), released());
    }

    @Test
    void aDeletedCopyIsLetGoWithItsClaimAndWhenItCannotBeRemoved() {
        copying();
        removal = new Work.Failed("JobFailed", "no node");
        assertEquals(List.of(new BackupAction.Release()), released());
        removal = new Work.Missing();
        store = new Claim.Missing();
        assertEquals(List.of(new BackupAction.Release()), released());
    }

    private List<BackupAction> released() {
        return BackupPlanner.release(state, sight()).actions();
    }
}
