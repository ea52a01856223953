package io.modeldeployment.operator.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.Course;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.JobView.Failure;
import io.modeldeployment.operator.storage.JobView.Progress;
import io.modeldeployment.operator.storage.Provision.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvisioningTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RevisionHash STABLE = new RevisionHash("v1");
    private static final RevisionHash WANTED = new RevisionHash("v2");
    private static final StoredModel MODEL = new StoredModel("a".repeat(64), "c5f93f7");
    private static final Optional<ClaimView> EMPTY = Optional.of(new ClaimView(Optional.empty(), false));
    private static final Optional<ClaimView> FULL = Optional.of(new ClaimView(Optional.of(MODEL), false));
    private static final JobView.Failed FAILED = new JobView.Failed(
            WANTED, NOW.minusSeconds(60).toString(), new Failure("NotFound", "HTTP 404"), NOW.minusSeconds(10));

    private static Provision decide(Optional<RolloutState> state, Optional<ClaimView> claim, JobView job) {
        var hub = new Provisioning.Origin("org/name@main", false, new Supply.Elsewhere());
        return new Provisioning(hub, WANTED, state).decide(claim, job, NOW);
    }

    private static Provision restore(Supply supply, Optional<ClaimView> claim, JobView job) {
        var backup = new Provisioning.Origin("the backup b", true, supply);
        return new Provisioning(backup, WANTED, Optional.of(progressing(NOW.minusSeconds(1)))).decide(claim, job, NOW);
    }

    private static Provision decide(Optional<ClaimView> claim, JobView job) {
        return decide(Optional.of(progressing(NOW.minusSeconds(60))), claim, job);
    }

    private static RolloutState progressing(Instant since) {
        return new RolloutState.Progressing(
                STABLE, WANTED, since, 0, Optional.empty(), Optional.of(since), false, new Course.Steps(List.of()));
    }

    private static String awaited(Provision provision) {
        return assertInstanceOf(Clearance.Awaited.class, provision.clearance()).message();
    }

    @Test
    void whatIsMissingIsMadeAndNobodyGetsPodsBefore() {
        Provision provision = decide(Optional.empty(), new JobView.Absent());

        assertEquals(List.of(new Step.EnsureClaim(), new Step.StartJob()), provision.steps());
        assertEquals("the model of org/name@main is fetched", awaited(provision));
        assertEquals(ModelPhase.FETCHING, provision.report().phase());
    }

    @Test
    void aJobThatWasDeletedByHandIsMadeAgain() {
        assertEquals(
                List.of(new Step.EnsureClaim(), new Step.StartJob()),
                decide(EMPTY, new JobView.Absent()).steps());
        assertEquals(List.of(), decide(EMPTY, new JobView.Ending()).steps());
    }

    @Test
    void aJobUnderWayIsAskedHowFarItIs() {
        Provision provision = decide(
                EMPTY,
                new JobView.Running(
                        Optional.of(new Progress(ModelPhase.FETCHING, 250_000_000, 1_000_000_000)), Optional.empty()));

        assertEquals("the model of org/name@main is fetched: 25 % of 1000 MB", awaited(provision));
        assertEquals(Optional.of(Provisioning.LOOK), provision.recheckAfter());
        assertEquals(
                "the model of org/name@main is verified: 50 % of 1 MB",
                awaited(decide(
                        EMPTY,
                        new JobView.Running(
                                Optional.of(new Progress(ModelPhase.VERIFYING, 5, 10)), Optional.empty()))));
    }

    @Test
    void aJobThatCannotRunSaysWhy() {
        Provision provision =
                decide(EMPTY, new JobView.Running(Optional.empty(), Optional.of("cannot be scheduled: no nodes")));

        assertEquals(
                "the job that fetches the model of org/name@main waits: cannot be scheduled: no nodes",
                awaited(provision));
    }

    @Test
    void whatAJobBroughtIsWrittenOnTheClaim() {
        Provision provision = decide(EMPTY, new JobView.Done(Optional.of(MODEL)));

        assertEquals(List.of(new Step.MarkReady(MODEL)), provision.steps());
        assertInstanceOf(Clearance.Awaited.class, provision.clearance());
    }

    @Test
    void aJobThatEndedWithoutAWordIsFollowedByOneThatLooks() {
        assertEquals(
                List.of(new Step.EndJob()),
                decide(EMPTY, new JobView.Done(Optional.empty())).steps());
    }

    @Test
    void aClaimThatWasDeletedIsNotSaidToHoldWhatAJobBroughtOntoIt() {
        assertEquals(
                List.of(new Step.EndJob()),
                decide(Optional.empty(), new JobView.Done(Optional.of(MODEL))).steps());
    }

    @Test
    void aModelThatIsThereClearsTheWayAndNeedsNoJob() {
        Provision provision = decide(FULL, new JobView.Done(Optional.of(MODEL)));

        assertEquals(new Clearance.Cleared(), provision.clearance());
        assertEquals(List.of(new Step.EnsureClaim(), new Step.EndJob()), provision.steps());
        assertEquals(Optional.empty(), provision.recheckAfter());
        assertEquals(
                List.of(new Step.EnsureClaim()),
                decide(FULL, new JobView.Absent()).steps());
    }

    @Test
    void aClaimThatIsBeingDeletedIsWaitedFor() {
        Provision provision = decide(Optional.of(new ClaimView(Optional.of(MODEL), true)), new JobView.Absent());

        assertTrue(awaited(provision).contains("being deleted"));
        assertEquals(List.of(), provision.steps());
    }

    @Test
    void whatCannotBeHadIsRefusedWithTheReason() {
        Provision provision = decide(EMPTY, FAILED);

        assertEquals(
                new Clearance.Refused(
                        Abort.Cause.MODEL_UNAVAILABLE, "the model of org/name@main cannot be had: NotFound: HTTP 404"),
                provision.clearance());
        assertEquals("NotFound", provision.report().reason());
        assertEquals(ModelPhase.FAILED, provision.report().phase());
        assertEquals(Optional.empty(), provision.recheckAfter());
    }

    private static boolean isTriedAgain(Optional<RolloutState> state, JobView.Failed failed) {
        Provision provision = decide(state, EMPTY, failed);
        boolean again = provision.steps().contains(new Step.EndJob());
        assertEquals(again, provision.clearance() instanceof Clearance.Awaited);
        return again;
    }

    @Test
    void itIsTriedAgainWhenAPersonSaysRetry() {
        assertTrue(isTriedAgain(Optional.of(progressing(NOW.minusSeconds(1))), FAILED));
        assertEquals(false, isTriedAgain(Optional.of(progressing(NOW.minusSeconds(60))), FAILED));
        Abort abort = new Abort(Abort.Cause.MODEL_UNAVAILABLE, "", NOW);
        assertEquals(false, isTriedAgain(Optional.of(new RolloutState.Failed(STABLE, WANTED, abort)), FAILED));
        assertEquals(false, isTriedAgain(Optional.of(new RolloutState.RollingBack(STABLE, WANTED, abort)), FAILED));
    }

    @Test
    void itIsTriedAgainForAnotherRevisionAndWhenItIsAskedForAnew() {
        var others = new JobView.Failed(STABLE, FAILED.attempt(), FAILED.failure(), FAILED.at());
        assertTrue(isTriedAgain(Optional.of(progressing(NOW.minusSeconds(60))), others));
        assertTrue(isTriedAgain(Optional.of(new RolloutState.Stable(STABLE)), FAILED));
    }

    @Test
    void aFirstRevisionIsTriedAgainAfterAWhile() {
        Optional<RolloutState> initial = Optional.of(new RolloutState.Initial(WANTED, Optional.empty()));
        Provision provision = decide(initial, EMPTY, FAILED);

        assertInstanceOf(Clearance.Refused.class, provision.clearance());
        assertEquals(Optional.of(Provisioning.TRY_AGAIN.minusSeconds(10)), provision.recheckAfter());
        var old = new JobView.Failed(WANTED, "", FAILED.failure(), NOW.minus(Provisioning.TRY_AGAIN));
        assertTrue(isTriedAgain(initial, old));
        assertTrue(isTriedAgain(Optional.of(new RolloutState.Stable(WANTED)), old));
        assertTrue(Duration.ofMinutes(1).compareTo(Provisioning.TRY_AGAIN) < 0);
    }

    @Test
    void claimsThatNobodyMountsGo() {
        assertEquals(
                List.of("b", "d"),
                UnusedClaims.among(List.of("d", "c", "b", "a"), Set.of("a", "models"), List.of("c")));
    }

    private static final Supply.Restorable READY = new Supply.Restorable(
            new Place.Snapshotted("b", Optional.of("1Gi")), "v1", "a".repeat(64), 91_000_000, Optional.of("fast"));
    private static final Supply LOST = new Supply.Lost("SnapshotLost", "the VolumeSnapshot b is gone");

    @Test
    void aBackupIsRestoredAndItIsSaid() {
        Provision provision = restore(READY, Optional.empty(), new JobView.Absent());

        assertEquals(List.of(new Step.EnsureClaim(), new Step.StartJob()), provision.steps());
        assertEquals("the model of the backup b is restored", awaited(provision));
        assertEquals(ModelPhase.RESTORING, provision.report().phase());
        assertEquals(
                "Every file of the model was restored and has the digest that it shall have",
                restore(READY, FULL, new JobView.Absent()).report().message());
    }

    @Test
    void aBackupThatIsBeingMadeIsWaitedFor() {
        Provision provision =
                restore(new Supply.NotYet("the backup b is not ready yet"), Optional.empty(), new JobView.Absent());

        assertEquals("the backup b is not ready yet", awaited(provision));
        assertEquals(List.of(), provision.steps());
    }

    @Test
    void aBackupThatIsLostUnderTheRestoreIsRefusedAndWhatThereIsOfItGoes() {
        Provision provision = restore(LOST, EMPTY, new JobView.Running(Optional.empty(), Optional.empty()));

        assertEquals(
                new Clearance.Refused(
                        Abort.Cause.MODEL_UNAVAILABLE,
                        "the model of the backup b cannot be had: the VolumeSnapshot b is gone"),
                provision.clearance());
        assertEquals("SnapshotLost", provision.report().reason());
        assertEquals(List.of(new Step.EndJob(), new Step.DropClaim()), provision.steps());
        assertEquals(
                List.of(), restore(LOST, Optional.empty(), new JobView.Absent()).steps());
    }

    @Test
    void whatWasRestoredNeedsItsBackupNoMore() {
        assertEquals(
                new Clearance.Cleared(),
                restore(LOST, FULL, new JobView.Absent()).clearance());
        assertEquals(
                List.of(new Step.MarkReady(MODEL)),
                restore(LOST, EMPTY, new JobView.Done(Optional.of(MODEL))).steps());
    }

    @Test
    void aRestoreThatIsTriedAgainBeginsAnew() {
        assertEquals(
                List.of(new Step.EndJob(), new Step.DropClaim()),
                restore(READY, EMPTY, FAILED).steps());
    }

    @Test
    void whatABackupIsGoodForFollowsFromItsState() {
        assertEquals(READY, supply(BackupPhase.READY, Optional.of(READY.place()), Optional.empty()));
        assertEquals(READY, supply(BackupPhase.READY, Optional.of(READY.place()), Optional.of("a".repeat(64))));
        assertLost("DigestMismatch", supply(BackupPhase.READY, Optional.of(READY.place()), Optional.of("b")));
        assertLost("BackupIncomplete", supply(BackupPhase.READY, Optional.empty(), Optional.empty()));
        assertLost("BackupFailed", supply(BackupPhase.FAILED, Optional.empty(), Optional.empty()));
        assertEquals(
                new Supply.NotYet("the backup b is not ready yet: a message"),
                supply(BackupPhase.RUNNING, Optional.empty(), Optional.empty()));
        assertEquals(
                new Supply.NotYet("the backup b is not ready yet: it has not begun"),
                Supply.of("b", BackupState.NEW, Optional.empty()));
    }

    private static Supply supply(BackupPhase phase, Optional<Place> place, Optional<String> wanted) {
        var state = new BackupState(
                phase,
                Optional.of(NOW),
                Optional.of(NOW),
                Optional.of(new Source("models", "v1", "6xk2c", "spam", Optional.of("fast"))),
                Optional.empty(),
                Optional.of(new Contents("a".repeat(64), 91_000_000, List.of())),
                place,
                "Reason",
                "a message");
        return Supply.of("b", state, wanted);
    }

    private static void assertLost(String reason, Supply supply) {
        assertEquals(reason, assertInstanceOf(Supply.Lost.class, supply).reason());
    }
}
