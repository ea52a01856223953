package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.Abort.Cause;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Blue-green with an analysis before the switch, and one after it while the old pods are warm. */
class PromotionAnalysisTest {
    private static final Judgement UNASKED = new Judgement.Unasked();
    private static final Judgement PENDING = new Judgement.Pending("1 of 3 measurements");
    private static final Judgement GOOD = new Judgement.Good("all checks pass");
    private static final Judgement BAD = new Judgement.Bad("check errors: 12%");
    private static final Judgement UNCLEAR = new Judgement.Unclear("check errors: no data");

    private static final Strategy BEFORE = new Strategy(
            Strategy.Kind.BLUE_GREEN,
            List.of(new Step.Preview(1), new Step.Analyze(false), pause(0)),
            Fixture.WARM,
            Fixture.KEPT);

    private static OperatorLoop verifying(boolean goesOnUnclear) {
        return serving(3, Fixture.verified(Fixture.blueGreen(1, pause(0)), goesOnUnclear))
                .want("v2")
                .judged(UNASKED, PENDING)
                .until(Verifying.class);
    }

    @Test
    void beforeThePromotionACandidateThatFailsNeverGetsARequest() {
        var loop = serving(3, BEFORE).want("v2").judged(UNASKED, PENDING).untilStep(1);
        loop.passFor(Duration.ofMinutes(20));
        assertEquals(only("v1"), loop.cluster.route());

        loop.judged(UNASKED, BAD).until(Failed.class);
        assertEquals(Cause.ANALYSIS_FAILED, ((Failed) loop.state()).abort().cause());
        assertEquals(0, loop.view("v2").endpoints());
    }

    @Test
    void beforeThePromotionAPassLetsItGoOn() {
        serving(3, BEFORE).want("v2").judged(UNASKED, GOOD).untilStable("v2");
    }

    @Test
    void afterTheSwitchOldPodsStayWarmUntilTheVerdict() {
        var loop = verifying(false).passFor(Duration.ofHours(2));

        assertInstanceOf(Verifying.class, loop.state());
        assertEquals(only("v2"), loop.cluster.route());
        assertEquals(3, loop.view("v1").available());
        assertTrue(loop.plan().message().contains("1 of 3"), loop.plan().message());
        assertEquals(100, loop.plan().weight());
    }

    @Test
    void afterAPassTheCandidateIsStableAndOldPodsStayForTheDelay() {
        var loop = verifying(false).passFor(Duration.ofMinutes(30)).judged(UNASKED, GOOD);
        loop.until("promoted", l -> l.state().equals(new Stable(hash("v2"))));
        Instant promoted = loop.now();

        loop.until("old pods go", l -> l.view("v1").desired() == 0);
        assertFalse(loop.now().isBefore(promoted.plus(Fixture.WARM)));
        loop.untilStable("v2");
    }

    @Test
    void afterAFailureTrafficIsBackAtTheWarmPodsAtOnceAndStaysThere() {
        var loop = verifying(false).passFor(Duration.ofMinutes(5)).judged(UNASKED, BAD);
        loop.passes(2);
        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(3, loop.view("v1").available());

        loop.until(Failed.class);
        assertEquals(Cause.ANALYSIS_FAILED, ((Failed) loop.state()).abort().cause());
        loop.judged(UNASKED, GOOD).passFor(Duration.ofHours(1));
        assertInstanceOf(Failed.class, loop.state());
        assertEquals(3, loop.view("v1").endpoints());
    }

    @Test
    void rule15_anInconclusiveOneWaitsForAPerson() {
        var loop = verifying(false).judged(UNASKED, UNCLEAR).passFor(Duration.ofHours(1));
        assertInstanceOf(Verifying.class, loop.state());
        assertTrue(
                loop.plan().message().contains("promote or abort;revision=v2"),
                loop.plan().message());

        loop.say("promote;revision=v2;id=1").untilStable("v2");
    }

    @Test
    void anInconclusiveOneGoesOnWhereTheStrategySaysSo() {
        verifying(true).judged(UNASKED, UNCLEAR).untilStable("v2");
    }

    @Test
    void whatAPersonMayDoMeanwhile() {
        var loop = verifying(false);
        loop.say("promote;revision=v2;id=1");
        assertFalse(loop.handled().accepted());
        loop.say("pause;revision=v2;id=2");
        assertFalse(loop.handled().accepted());
        loop.say("promote-full;revision=v9;id=3");
        assertFalse(loop.handled().accepted());
        loop.say("promote-full;revision=v2;id=4").untilStable("v2");

        var other = verifying(false).say("abort;revision=v2;id=1");
        other.until(Failed.class);
        assertEquals(Cause.REQUESTED, ((Failed) other.state()).abort().cause());
        assertEquals(only("v1"), other.cluster.route());
    }

    @Test
    void rule2_aThirdRevisionGoesBackToTheFirstBeforeItStarts() {
        var loop = verifying(false).want("v3").judged(UNASKED, GOOD);
        loop.until("v3 is on its way", l -> l.state().candidateRevision().equals(Optional.of(hash("v3"))));
        assertEquals(Optional.of(hash("v1")), loop.state().stableRevision());
        loop.untilStable("v3");
    }

    @Test
    void rule3_theWayBackToStableIsImmediate() {
        verifying(false).want("v1").untilStable("v1");
    }

    @Test
    void aCrashAfterTheSwitchReturnsToTheWarmPods() {
        var loop = verifying(false);
        loop.cluster.crash(hash("v2"));
        loop.until(Failed.class);
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void aCandidateThatLosesAllItsPodsProvesItselfAgain() {
        var loop = verifying(false);
        loop.cluster.behave(hash("v2"), SimulatedPod.Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v2"));
        loop.until(Progressing.class).passes(5);
        assertEquals(only("v1"), loop.cluster.route());

        loop.cluster.behave(hash("v2"), SimulatedPod.Behaviour.GOOD);
        loop.until(Verifying.class).judged(UNASKED, GOOD).untilStable("v2");
    }

    @Test
    void pausedBySpecItHoldsButAFailureStillReturns() {
        var loop = verifying(false).paused(true).judged(UNASKED, GOOD).passFor(Duration.ofMinutes(5));
        assertInstanceOf(Verifying.class, loop.state());
        loop.judged(UNASKED, BAD).until(Failed.class);
    }

    @Test
    void withoutAnAnalysisAnyMoreItIsPromoted() {
        verifying(false).strategy(Fixture.blueGreen(1, pause(0))).untilStable("v2");
    }

    @Test
    void theFirstDeploymentIsNotAnalysed() {
        Fixture.fresh(2, Fixture.verified(Fixture.blueGreen(1, pause(0)), false))
                .untilStable("v1");
    }
}
