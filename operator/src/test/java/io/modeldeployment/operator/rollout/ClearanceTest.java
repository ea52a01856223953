package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.fresh;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What has to be there before a revision's first pod: waiting for it, and what is refused. */
class ClearanceTest {
    private static final Clearance BACKUP = new Clearance.Awaited(Clearance.Need.BACKUP, "waiting for a backup");
    private static final Clearance FETCHED = new Clearance.Awaited(Clearance.Need.MODEL, "12 of 90 MB are fetched");
    private static final Clearance WRONG = new Clearance.Refused(Abort.Cause.MODEL_UNAVAILABLE, "the digest differs");
    private static final Clearance CLEARED = new Clearance.Cleared();
    private static final Strategy STEPS = canary(weight(50), pause(60));

    private static void hasNoPods(OperatorLoop loop, String revision) {
        assertEquals(0, loop.view(revision).pods(), loop::trace);
        assertEquals(0, loop.view(revision).desired(), loop::trace);
    }

    @Test
    void rule28_aCandidateHasNoPodsBeforeTheBackupIsReady() {
        var loop = serving(2, STEPS).clear(BACKUP).want("v2").passFor(Duration.ofMinutes(5));

        hasNoPods(loop, "v2");
        assertEquals(only("v1"), loop.cluster.route());
        assertTrue(
                loop.plan().message().contains("waiting for a backup"),
                loop.plan().message());

        loop.clear(CLEARED).untilStable("v2");
    }

    @Test
    void rule28_alsoBlueGreenAndThroughGateways() {
        for (OperatorLoop loop : List.of(serving(2, blueGreen(1, pause(5))), behindGateways(2, STEPS))) {
            loop.clear(BACKUP).want("v2").passFor(Duration.ofMinutes(5));

            hasNoPods(loop, "v2");
            loop.clear(CLEARED).untilStable("v2");
        }
    }

    @Test
    void rule06_theProgressDeadlineDoesNotRunMeanwhile() {
        var loop = serving(2, STEPS).clear(FETCHED).want("v2").passFor(Fixture.DEADLINE.multipliedBy(2));
        assertInstanceOf(Progressing.class, loop.state());

        loop.clear(CLEARED);
        loop.cluster.behave(hash("v2"), SimulatedPod.Behaviour.PENDING);
        loop.passFor(Fixture.DEADLINE.minusSeconds(10));
        assertInstanceOf(Progressing.class, loop.state());

        loop.until(Failed.class);
    }

    @Test
    void rule05_noPauseRunsBeforeTheCandidateMayStart() {
        var loop = serving(2, canary(pause(60), weight(50))).clear(FETCHED).want("v2");

        loop.passFor(Duration.ofMinutes(5));

        assertEquals(0, assertInstanceOf(Progressing.class, loop.state()).step());
    }

    @Test
    void aFirstRevisionWaitsToo() {
        var loop = fresh(2, STEPS).clear(FETCHED).passFor(Fixture.DEADLINE.multipliedBy(2));
        hasNoPods(loop, "v1");
        assertTrue(loop.plan().stalled().isEmpty());
        assertTrue(loop.plan().message().contains("12 of 90 MB"), loop.plan().message());

        loop.clear(CLEARED).passFor(Duration.ofSeconds(5));
        assertTrue(loop.plan().stalled().isEmpty(), "the deadline runs from now");

        loop.untilStable("v1");
    }

    @Test
    void whatIsRefusedIsAbortedAndNotTriedAgainByItself() {
        var loop = serving(2, STEPS).clear(WRONG).want("v2").until(Failed.class);

        assertEquals(
                Abort.Cause.MODEL_UNAVAILABLE, ((Failed) loop.state()).abort().cause());
        loop.clear(CLEARED).passFor(Duration.ofMinutes(5));
        assertInstanceOf(Failed.class, loop.state());
        assertEquals(0, loop.view("v2").pods());

        loop.say("retry;revision=v2;id=1").untilStable("v2");
    }

    @Test
    void aFirstRevisionThatIsRefusedIsSaidToBeStalledAndGoesOnTrying() {
        var loop = fresh(1, STEPS).clear(WRONG).passFor(Duration.ofMinutes(1));
        assertInstanceOf(Initial.class, loop.state());
        assertEquals(
                Abort.Cause.MODEL_UNAVAILABLE,
                loop.plan().stalled().orElseThrow().cause());
        assertTrue(
                loop.plan().message().contains("the digest differs"),
                loop.plan().message());

        loop.clear(CLEARED).untilStable("v1");
    }

    @Test
    void whoHasPodsIsNotHeldBack() {
        var loop = serving(2, canary(weight(50), pause())).want("v2").untilStep(1);

        loop.clear(BACKUP).passes(30);

        assertEquals(1, loop.view("v2").available());
    }

    @Test
    void stableIsServedWhileNothingElseIsCleared() {
        var loop = serving(2, STEPS).clear(WRONG).passFor(Duration.ofMinutes(1));

        assertEquals(2, loop.view("v1").available());
        assertTrue(loop.isAtRest());
    }

    @Test
    void aRefusalComesFirstThenWhatIsAwaited() {
        assertEquals(WRONG, Clearance.all(List.of(CLEARED, BACKUP, WRONG)));
        assertEquals(FETCHED, Clearance.all(List.of(CLEARED, FETCHED, BACKUP)));
        assertEquals(CLEARED, Clearance.all(List.of()));
    }
}
