package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.fresh;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What people ask for by annotation, and each way to be refused. */
class ActionsTest {
    private static final Strategy STRATEGY = canary(weight(20), pause(), weight(60), pause(600));

    private static OperatorLoop atFirstPause() {
        return serving(5, STRATEGY).want("v2").untilStep(1);
    }

    private static void accepted(OperatorLoop loop) {
        assertTrue(loop.handled().accepted(), loop.handled().message());
        assertTrue(loop.reasons().contains("ActionAccepted"));
    }

    private static void refused(OperatorLoop loop, String why) {
        assertFalse(loop.handled().accepted());
        assertTrue(loop.handled().message().contains(why), loop.handled().message());
        assertTrue(loop.reasons().contains("ActionRefused"));
    }

    private static int step(OperatorLoop loop) {
        return assertInstanceOf(Progressing.class, loop.state()).step();
    }

    @Test
    void promoteEndsTheCurrentPauseOnly() {
        var loop = atFirstPause().say("promote;revision=v2;step=1;id=1");

        accepted(loop);
        assertEquals(2, step(loop));
        loop.untilStep(3).passFor(Duration.ofMinutes(5));
        assertEquals(3, step(loop));
    }

    @Test
    void promoteOfAStepThatWaitsForPodsIsRefused() {
        var loop = serving(5, STRATEGY).want("v2").untilStep(0).say("promote;revision=v2;id=1");

        refused(loop, "step 0 is not a pause");
        assertEquals(0, step(loop));
    }

    @Test
    void promoteFullSkipsTheStepsButNotTheProof() {
        var loop = serving(5, STRATEGY);
        loop.cluster.behave(Fixture.hash("v2"), SimulatedPod.Behaviour.SILENT);
        loop.want("v2").untilStep(0).say("promote-full;revision=v2;id=1");
        accepted(loop);

        loop.passFor(Duration.ofMinutes(2));
        assertEquals(only("v1"), loop.cluster.route());

        loop.cluster.behave(Fixture.hash("v2"), SimulatedPod.Behaviour.GOOD);
        loop.untilStable("v2");
        assertFalse(loop.reasons().contains("StepCompleted"));
    }

    @Test
    void abortReturnsTrafficAndSticks() {
        var loop = atFirstPause().say("abort;revision=v2;id=1");
        accepted(loop);

        loop.until(Failed.class);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(Abort.Cause.REQUESTED, loop.plan().stalled().orElseThrow().cause());
        assertTrue(loop.reasons().containsAll(List.of("ActionAccepted", "RolledBack")));
    }

    @Test
    void abortWorksWhileTheCandidateIsPromoted() {
        var loop = serving(2, blueGreen(2, pause(0)))
                .want("v2")
                .until(Promoting.class)
                .say("abort;revision=v2;id=1");
        accepted(loop);

        loop.until(Failed.class);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(2, loop.view("v1").endpoints());
    }

    @Test
    void pauseHoldsUntilResume() {
        var loop =
                serving(5, canary(weight(20), pause(10), weight(60))).want("v2").untilStep(1);
        loop.say("pause;revision=v2;id=1").passFor(Duration.ofHours(1));
        accepted(loop);
        assertEquals(1, step(loop));
        assertTrue(loop.plan().message().contains("resume"), loop.plan().message());

        loop.say("resume;revision=v2;id=2").untilStable("v2");
    }

    @Test
    void resumeEndsAPauseAsPromoteDoes() {
        var loop = atFirstPause().say("resume;revision=v2;id=1");

        accepted(loop);
        assertEquals(2, step(loop));
    }

    @Test
    void resumeOfWhatIsNotPausedIsRefused() {
        refused(serving(5, STRATEGY).want("v2").untilStep(0).say("resume;revision=v2;id=1"), "is not paused");
    }

    @Test
    void pauseBeforeTheFirstStepKeepsTheCandidateOutOfTheNextStep() {
        var loop = serving(5, STRATEGY).want("v2").untilStep(0).say("pause;revision=v2;id=1");

        loop.passFor(Duration.ofMinutes(30));

        assertEquals(0, step(loop));
    }

    @Test
    void retryIsForAnAbortedRevision() {
        refused(atFirstPause().say("retry;revision=v2;id=1"), "retry is for an aborted one");

        var failed = atFirstPause().say("abort;revision=v2;id=1").until(Failed.class);
        refused(failed.say("promote;revision=v2;id=2"), "was aborted: write retry");
        refused(failed.say("retry;revision=v1;id=3"), "the aborted revision is v2, not v1");
        accepted(failed.say("retry;revision=v2;id=4"));
        assertEquals(0, step(failed));
    }

    @ParameterizedTest
    @EnumSource
    void actionOnAnotherRevisionIsRefused(Verb verb) {
        var loop = atFirstPause().say(verb.word() + ";revision=v1;id=1");

        refused(loop, "the candidate is v2, not v1");
        assertEquals(1, step(loop));
    }

    @ParameterizedTest
    @EnumSource
    void actionOnAnotherStepIsRefused(Verb verb) {
        var loop = atFirstPause().say(verb.word() + ";revision=v2;step=3;id=1");

        refused(loop, "at step 1, counted from 0, not at 3");
        assertEquals(1, step(loop));
    }

    @ParameterizedTest
    @CsvSource({
        "deploy;revision=v2;id=1,   unknown action 'deploy'",
        "promote;revision=v2,       revision or id is missing",
        "promote,                   revision or id is missing",
        "promote;revision=v2;id=1;step=x, step must be a number"
    })
    void actionThatCannotBeReadIsRefusedOnce(String annotation, String why) {
        var loop = atFirstPause().say(annotation);
        refused(loop, why);
        loop.forgetEvents();

        loop.passes(20);

        assertEquals(List.of(), loop.reasons());
    }

    @Test
    void sameIdIsDoneOnce() {
        var loop = atFirstPause().say("promote;revision=v2;id=1").untilStep(3);
        var handled = loop.handled();

        loop.say("promote;revision=v2;id=1").passes(20);

        assertEquals(3, step(loop));
        assertEquals(handled, loop.handled());
    }

    @Test
    void actionOfAnOperatorThatDiedIsDoneOnce() {
        var loop = atFirstPause().dieAfter(0).say("promote;revision=v2;step=1;id=1");
        assertEquals(1, step(loop));

        loop.untilStep(3).passes(20);

        assertEquals(3, step(loop));
        accepted(loop);
    }

    @ParameterizedTest
    @EnumSource
    void nothingCanBeAskedOfAStableOrAFirstRevision(Verb verb) {
        refused(serving(2, STRATEGY).say(verb.word() + ";revision=v1;id=1"), "no rollout is under way");
        refused(fresh(2, STRATEGY).passes(2).say(verb.word() + ";revision=v1;id=1"), "first revision");
    }

    @Test
    void nothingCanBeAskedOnTheWayBack() {
        var loop = atFirstPause().want("v3").until(RollingBack.class).say("promote;revision=v2;id=1");

        refused(loop, "already on its way back to v1");
    }

    @Test
    void specPausedHoldsAndAbortStillWorks() {
        var loop =
                serving(5, canary(weight(20), pause(10), weight(60))).want("v2").untilStep(1);
        loop.paused(true).passFor(Duration.ofHours(1));
        assertEquals(1, step(loop));

        loop.say("abort;revision=v2;id=1").until(Failed.class);
    }

    @Test
    void specPausedKeepsARolloutFromStartingAndTheWayBackOpen() {
        var loop = serving(5, STRATEGY).paused(true).want("v2").passFor(Duration.ofHours(1));
        assertEquals(0, loop.view("v2").pods());
        assertTrue(loop.plan().message().contains("spec.paused"), loop.plan().message());

        loop.paused(false).untilStep(1).paused(true).want("v1").untilStable("v1");
    }
}
