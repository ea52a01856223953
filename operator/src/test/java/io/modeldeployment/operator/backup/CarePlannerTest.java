package io.modeldeployment.operator.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.operator.backup.CarePlan.Action;
import io.modeldeployment.operator.backup.CarePlan.Before;
import io.modeldeployment.operator.backup.CarePlan.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When backups are due, which of them go, and when a rollout waits for one. */
class CarePlannerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final String AT_NOON = "spam-before-z9qdw-20260101120000000";
    private static final String A_MINUTE_LATER = "spam-before-z9qdw-20260101120100000";
    private static final Found MODEL = new Found.Model(new Source("models", ".", "6xk2c", "spam"));

    private String name = "spam";
    private Optional<String> schedule = Optional.of("0 3 * * *");
    private String zone = "UTC";
    private Optional<Duration> lateness = Optional.empty();
    private int keepLast = 10;
    private boolean beforeRollout;
    private boolean restores;
    private final List<KnownBackup> backups = new ArrayList<>();
    private Set<String> inUse = Set.of();
    private Found found = MODEL;
    private Optional<Slots> slots = Optional.empty();
    private Optional<CareSight.Candidate> candidate = Optional.empty();

    private CarePlan look(Instant now) {
        CarePlan plan = CarePlanner.plan(
                new CarePolicy(name, schedule, zone, lateness, keepLast, beforeRollout),
                new CareSight(backups, inUse, found, slots, candidate),
                now);
        slots = plan.slots();
        return plan;
    }

    private List<Action> pass(Instant now) {
        return look(now).actions();
    }

    private static Action ask(String name) {
        return new Action.Ask(name, Origin.SCHEDULE, Optional.empty());
    }

    private void backup(String name, BackupPhase phase, Instant created) {
        backups.add(new KnownBackup(name, true, false, phase, created, "a message", Optional.empty()));
    }

    /** One that was made for the rollout that began then, of that name. */
    private KnownBackup before(String name, BackupPhase phase, Instant attempt) {
        var backup = new KnownBackup(name, true, false, phase, attempt, "a message", Optional.of(attempt));
        backups.add(backup);
        return backup;
    }

    @Test
    void theFirstPointIsTheNextOneNotOneOfThePast() {
        CarePlan plan = look(NOON);
        assertEquals(List.of(), plan.actions());
        assertEquals(Optional.of(Instant.parse("2026-01-02T03:00:00Z")), slots.flatMap(Slots::next));
        assertEquals(Optional.of(Duration.ofHours(15)), plan.recheckAfter());
    }

    @Test
    void rule26_aPointGetsOneBackupWhoeverLooksAndHowOften() {
        pass(NOON);
        var before = slots;
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:00:00.2Z")));
        assertEquals(List.of(), pass(Instant.parse("2026-01-02T03:00:01Z")));
        slots = before; // the status was lost: the same name again
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:00:02Z")));
    }

    @Test
    void rule26_ofSeveralMissedPointsTheLatestIsMadeUpFor() {
        pass(NOON);
        assertEquals(List.of(ask("spam-202601050300")), pass(Instant.parse("2026-01-05T08:00:00Z")));
        assertEquals(List.of(), pass(Instant.parse("2026-01-05T08:00:01Z")));
    }

    @Test
    void aPointThatIsTooOldIsNotMadeUpFor() {
        lateness = Optional.of(Duration.ofHours(1));
        pass(NOON);
        assertEquals(List.of(), pass(Instant.parse("2026-01-05T08:00:00Z")));
        assertEquals(Optional.of(Instant.parse("2026-01-06T03:00:00Z")), slots.flatMap(Slots::next));
    }

    @Test
    void rule26_aClockThatGoesBackRepeatsNamesAndOneThatJumpsAheadDoesNotStopTheSchedule() {
        pass(NOON);
        assertEquals(List.of(ask("spam-203601010300")), pass(Instant.parse("2036-01-01T12:00:00Z")));
        assertEquals(List.of(), pass(NOON));
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:00:00Z")));
        assertEquals(List.of(), pass(Instant.parse("2026-01-02T02:59:00Z")));
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:00:00Z")));
    }

    @Test
    void aScheduleThatIsChangedBeginsAnew() {
        pass(NOON);
        schedule = Optional.of("0 11 * * *");
        assertEquals(List.of(), pass(NOON));
        assertEquals(Optional.of(Instant.parse("2026-01-02T11:00:00Z")), slots.flatMap(Slots::next));
        zone = "Asia/Tokyo";
        pass(NOON);
        assertEquals(Optional.of(Instant.parse("2026-01-02T02:00:00Z")), slots.flatMap(Slots::next));
    }

    @Test
    void aPointStaysDueWhileTheBackupBeforeItIsUnderWay() {
        pass(NOON);
        before(AT_NOON, BackupPhase.RUNNING, NOON);
        assertEquals(List.of(), pass(Instant.parse("2026-01-02T03:00:00Z")));
        backups.clear();
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:05:00Z")));
    }

    @Test
    void aPointStaysDueUntilThereIsAStableRevision() {
        pass(NOON);
        found = new Found.NotYet("none yet");
        assertEquals(List.of(), pass(Instant.parse("2026-01-02T03:00:00Z")));
        found = MODEL;
        assertEquals(List.of(ask("spam-202601020300")), pass(Instant.parse("2026-01-02T03:05:00Z")));
    }

    @Test
    void aModelFromAnImageIsNotBackedUpAndItIsSaid() {
        pass(NOON);
        found = new Found.Nothing("NothingToBackUp", "its registry keeps it");
        CarePlan plan = look(Instant.parse("2026-01-02T03:00:00Z"));
        assertEquals(List.of(), plan.actions());
        assertEquals("NothingToBackUp", plan.report().reason());
    }

    @Test
    void nonsenseIsSaidAndStopsNothingElse() {
        schedule = Optional.of("0 3 30 2 *");
        assertEquals("InvalidSchedule", look(NOON).report().reason());
        schedule = Optional.of("0 3 * *");
        assertEquals("InvalidSchedule", look(NOON).report().reason());
        schedule = Optional.of("0 3 * * *");
        zone = "Local";
        keepLast = 1;
        backup("a", BackupPhase.READY, NOON);
        backup("b", BackupPhase.READY, NOON.plusSeconds(1));
        CarePlan plan = look(NOON);
        assertEquals("InvalidSchedule", plan.report().reason());
        assertEquals(List.of(new Action.Remove("a")), plan.actions());
    }

    @Test
    void rule25_theNewestAreKept() {
        for (int day = 1; day <= 11; day++) {
            backup("spam-" + day, BackupPhase.READY, NOON.plus(Duration.ofDays(day)));
        }
        assertEquals(List.of(new Action.Remove("spam-1")), pass(NOON));
    }

    @Test
    void rule25_oneThatIsInUseOrAPersonsStays() {
        keepLast = 1;
        inUse = Set.of("used");
        backup("used", BackupPhase.READY, NOON);
        backups.add(new KnownBackup("mine", false, false, BackupPhase.READY, NOON, "", Optional.empty()));
        backups.add(new KnownBackup("going", true, true, BackupPhase.READY, NOON, "", Optional.empty()));
        backup("new", BackupPhase.READY, NOON.plusSeconds(60));
        backup("newer", BackupPhase.RUNNING, NOON.plusSeconds(90));
        assertEquals(List.of(), pass(NOON));
    }

    @Test
    void failedOnesTakeNoPlaceOfGoodOnesAndDoNotPileUp() {
        keepLast = 1;
        backup("good", BackupPhase.READY, NOON);
        for (int i = 1; i <= 5; i++) {
            backup("bad-" + i, BackupPhase.FAILED, NOON.plusSeconds(i));
        }
        assertEquals(List.of(new Action.Remove("bad-2"), new Action.Remove("bad-1")), pass(NOON));
    }

    @Test
    void theConditionIsThatOfTheNewestThatHasEnded() {
        assertEquals("NoBackupYet", look(NOON).report().reason());
        backup("a", BackupPhase.READY, NOON);
        backup("b", BackupPhase.RUNNING, NOON.plusSeconds(2));
        assertTrue(look(NOON).report().isReady());
        backup("c", BackupPhase.FAILED, NOON.plusSeconds(1));
        assertEquals("BackupFailed", look(NOON).report().reason());
        assertEquals("a", look(NOON).last().orElseThrow().name());
        backup("d", BackupPhase.READY, NOON.plusSeconds(3));
        assertTrue(look(NOON).report().isReady());
    }

    private void rollOut(Instant since) {
        schedule = Optional.empty();
        beforeRollout = true;
        candidate = Optional.of(new CareSight.Candidate("z9qdw", Optional.of(since), restores));
    }

    @Test
    void rule28_aRolloutWaitsUntilItsBackupIsReady() {
        rollOut(NOON.plusMillis(700));
        CarePlan plan = look(NOON);
        assertInstanceOf(Before.Awaited.class, plan.before());
        Instant began = NOON.plusMillis(700);
        String made = "spam-before-z9qdw-20260101120000700";
        assertEquals(List.of(new Action.Ask(made, Origin.ROLLOUT, Optional.of(began))), plan.actions());
        before(made, BackupPhase.RUNNING, began);
        plan = look(NOON);
        assertInstanceOf(Before.Awaited.class, plan.before());
        assertEquals(List.of(), plan.actions());
        backups.clear();
        before(made, BackupPhase.READY, began);
        assertEquals(new Before.Cleared(), look(NOON).before());
    }

    private void restore() {
        restores = true;
        rollOut(NOON);
        beforeRollout = false;
    }

    @Test
    void rule24_whatServesIsBackedUpBeforeARestoreWhoeverAsks() {
        restore();
        CarePlan plan = look(NOON);
        assertInstanceOf(Before.Awaited.class, plan.before());
        assertEquals(List.of(new Action.Ask(AT_NOON, Origin.ROLLOUT, Optional.of(NOON))), plan.actions());
        before(AT_NOON, BackupPhase.READY, NOON);
        assertEquals(new Before.Cleared(), look(NOON).before());
    }

    @Test
    void rule24_aRestoreGoesOnWithoutABackupOfWhatCannotBeBackedUp() {
        restore();
        before(AT_NOON, BackupPhase.FAILED, NOON);
        assertEquals(new Before.Cleared(), look(NOON).before());
        backups.clear();
        found = new Found.Nothing("NothingToBackUp", "an image");
        assertEquals(new Before.Cleared(), look(NOON).before());
        assertEquals("NothingToBackUp", look(NOON).report().reason());
    }

    @Test
    void rule28_aBackupThatFailsEndsTheRollout() {
        rollOut(NOON);
        before(AT_NOON, BackupPhase.FAILED, NOON);
        assertInstanceOf(Before.Refused.class, look(NOON).before());
    }

    @Test
    void rule28_oneOfAnEarlierAttemptDoesNotCountAndStays() {
        // In the same second too, which is as exact as times of creation are.
        Instant began = NOON.plusMillis(900);
        rollOut(began);
        var ask = new Action.Ask("spam-before-z9qdw-20260101120000900", Origin.ROLLOUT, Optional.of(began));
        for (var earlier : List.of(NOON.minusSeconds(1), NOON.plusMillis(100))) {
            for (var phase : BackupPhase.values()) {
                backups.clear();
                before(earlierName(earlier), phase, earlier);
                CarePlan plan = look(NOON);
                assertInstanceOf(Before.Awaited.class, plan.before());
                assertEquals(List.of(ask), plan.actions());
            }
        }
    }

    /** Of the attempt that began then. */
    private static String earlierName(Instant began) {
        return began.isBefore(NOON) ? "spam-before-z9qdw-20260101115959000" : "spam-before-z9qdw-20260101120000100";
    }

    @Test
    void rule25_whatAnEarlierAttemptBackedUpStaysUntilTheNewOneIsReady() {
        keepLast = 1;
        Instant retried = NOON.plusSeconds(60);
        rollOut(retried);
        before(AT_NOON, BackupPhase.READY, NOON);
        assertEquals(List.of(new Action.Ask(A_MINUTE_LATER, Origin.ROLLOUT, Optional.of(retried))), pass(retried));
        for (var phase : List.of(BackupPhase.PENDING, BackupPhase.RUNNING, BackupPhase.FAILED)) {
            var made = before(A_MINUTE_LATER, phase, retried);
            assertEquals(List.of(), pass(retried));
            backups.remove(made);
        }
        before(A_MINUTE_LATER, BackupPhase.READY, retried);
        CarePlan plan = look(retried);
        assertEquals(new Before.Cleared(), plan.before());
        assertEquals(List.of(new Action.Remove(AT_NOON)), plan.actions());
    }

    @Test
    void rule25_whatAnEarlierAttemptBackedUpStaysWhileAnotherModelDeploymentIsRestoredFromIt() {
        keepLast = 1;
        inUse = Set.of(AT_NOON);
        Instant retried = NOON.plusSeconds(60);
        rollOut(retried);
        before(AT_NOON, BackupPhase.READY, NOON);
        assertEquals(List.of(new Action.Ask(A_MINUTE_LATER, Origin.ROLLOUT, Optional.of(retried))), pass(retried));
        before(A_MINUTE_LATER, BackupPhase.READY, retried);
        assertEquals(List.of(), pass(retried));
    }

    @Test
    void rule25_whatTheRolloutUnderWayWaitedForStays() {
        keepLast = 1;
        rollOut(NOON);
        before(AT_NOON, BackupPhase.READY, NOON);
        backup("spam-202601011201", BackupPhase.READY, NOON.plusSeconds(60));
        CarePlan plan = look(NOON.plusSeconds(61));
        assertEquals(new Before.Cleared(), plan.before());
        assertEquals(List.of(), plan.actions());
    }

    @Test
    void rule25_aPersonsBackupOfThatNameStaysAndIsNoneOfTheRollout() {
        rollOut(NOON);
        for (var phase : BackupPhase.values()) {
            backups.clear();
            backups.add(new KnownBackup(AT_NOON, false, false, phase, NOON, "", Optional.empty()));
            CarePlan plan = look(NOON);
            assertInstanceOf(Before.Refused.class, plan.before());
            assertEquals(List.of(), plan.actions());
        }
    }

    @Test
    void rule28_oneOfAnotherAttemptInTheSameMillisecondStaysAndDoesNotCount() {
        rollOut(NOON.plusNanos(2_000));
        before(AT_NOON, BackupPhase.READY, NOON.plusNanos(1_000));
        CarePlan plan = look(NOON);
        assertInstanceOf(Before.Refused.class, plan.before());
        assertEquals(List.of(), plan.actions());
    }

    @Test
    void rule28_oneThatIsDeletedIsMadeAnewOnceItIsGone() {
        rollOut(NOON);
        backups.add(new KnownBackup(AT_NOON, true, true, BackupPhase.READY, NOON, "", Optional.of(NOON)));
        CarePlan plan = look(NOON);
        assertInstanceOf(Before.Awaited.class, plan.before());
        assertEquals(List.of(), plan.actions());
    }

    @Test
    void aLongNameLeavesRoomForTheAttempt() {
        rollOut(NOON);
        name = "a".repeat(50);
        candidate = Optional.of(new CareSight.Candidate("qngcdc5nj5", Optional.of(NOON), false));
        var ask = (Action.Ask) pass(NOON).getFirst();
        assertEquals(name + "-before-qngcdc5nj5-20260101120000000", ask.name());
        assertTrue(ask.name().length() <= 100, "more than a ModelBackup's name may have");
    }

    @Test
    void rule28_aCandidateWhoseChanceBeginsWithThisPassWaits() {
        rollOut(NOON);
        candidate = Optional.of(new CareSight.Candidate("z9qdw", Optional.empty(), false));
        CarePlan plan = look(NOON);
        assertInstanceOf(Before.Awaited.class, plan.before());
        assertEquals(List.of(), plan.actions());
    }

    @Test
    void aRolloutWaitsForNothingWhereThereIsNothingToBackUpOrNobodyAsks() {
        rollOut(NOON);
        found = new Found.Nothing("NothingToBackUp", "");
        assertEquals(new Before.Cleared(), look(NOON).before());
        found = new Found.NotYet("");
        assertEquals(new Before.Cleared(), look(NOON).before());
        found = MODEL;
        beforeRollout = false;
        assertEquals(new Before.Cleared(), look(NOON).before());
        assertFalse(look(NOON).actions().iterator().hasNext());
    }
}
