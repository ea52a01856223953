package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
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
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 3 for revisions that served before: a quick way back to those inside the window, an ordinary one to all others. */
class RollbackWindowTest {
    private static final Strategy HALVES = canary(weight(50), pause(60));

    /** A loop on which v1, v2, … were promoted one after the other, and the last one serves. */
    private static OperatorLoop promoted(int revisions, OperatorLoop loop) {
        for (int i = 2; i <= revisions; i++) {
            loop.want("v" + i).untilStable("v" + i);
        }
        loop.forgetEvents();
        return loop;
    }

    private static OperatorLoop promoted(int revisions) {
        return promoted(revisions, serving(4, HALVES));
    }

    private static void returnsQuickly(OperatorLoop loop, String revision) {
        loop.want(revision).untilStable(revision);
        assertEquals(List.of("RollbackStarted", "Promoting", "Promoted"), loop.reasons());
    }

    private static void takesTheSteps(OperatorLoop loop, String revision) {
        loop.want(revision).untilStable(revision);
        assertEquals(
                List.of("RolloutStarted", "StepCompleted", "PauseCompleted", "Promoting", "Promoted"), loop.reasons());
    }

    @Test
    void rule03_returnInsideTheWindowSkipsAllStepsAndLosesNoRequest() {
        var loop = promoted(2).rollbackWindow(1).want("v1");

        loop.until("v1 serves", l -> {
            assertTrue(l.cluster.answersEveryRequest(), l::trace);
            assertTrue(l.view("v1").endpoints() + l.view("v2").endpoints() >= 4, l::trace);
            return l.state().equals(new Stable(hash("v1"))) && l.isAtRest();
        });

        assertEquals(List.of("RollbackStarted", "Promoting", "Promoted"), loop.reasons());
        AtRest.check(loop);
    }

    @Test
    void rule03_returnInsideTheWindowGetsNoTrafficBeforeItHasProvenItself() {
        var loop = promoted(2).rollbackWindow(1);
        loop.cluster.behave(hash("v1"), Behaviour.SILENT);

        loop.want("v1").passFor(Duration.ofMinutes(5));

        assertEquals(only("v2"), loop.cluster.route());
        assertTrue(
                loop.plan().message().contains("on its way back inside the rollback window: waiting for"),
                loop.plan().message());
    }

    @Test
    void rule03_windowCountsPromotedRevisionsBackFromStable() {
        returnsQuickly(promoted(4).rollbackWindow(2), "v2");
        takesTheSteps(promoted(4).rollbackWindow(2), "v1");
        takesTheSteps(promoted(4).rollbackWindow(0), "v3");
    }

    @Test
    void rule03_revisionsThatWereNeverPromotedTakeNoPlaceInTheWindow() {
        var loop = promoted(2);
        loop.want("v3").untilStep(1).say("abort;revision=v3;id=1").until(Failed.class);
        loop.want("v4").untilStable("v4").forgetEvents();

        returnsQuickly(loop.rollbackWindow(2), "v1");
    }

    @Test
    void rule03_forwardAgainIsNoReturn() {
        var loop = promoted(2).rollbackWindow(5).want("v1").untilStable("v1");
        loop.forgetEvents();

        takesTheSteps(loop, "v2");
    }

    @Test
    void rule03_thereIsNoQuickWayBackToAnAbortedRevision() {
        var loop = promoted(1).want("v2").untilStep(1).say("abort;revision=v2;id=1");
        loop.until(Failed.class).want("v3").untilStable("v3").forgetEvents();

        takesTheSteps(loop.rollbackWindow(5), "v2");
    }

    @Test
    void rule03_aRevisionThatWasAbortedAfterItsPromotionLosesTheQuickWay() {
        var loop = promoted(2).rollbackWindow(5).want("v1").untilStable("v1");
        loop.want("v2").untilStep(1);
        loop.cluster.crash(hash("v2"));
        loop.until(Failed.class).want("v3").untilStable("v3").forgetEvents();

        takesTheSteps(loop, "v2");
    }

    @Test
    void rule03_quickWayStillEndsWithACrashAndIsNotTriedAgain() {
        var loop = promoted(2).rollbackWindow(1);
        loop.cluster.behave(hash("v1"), Behaviour.CRASHES);

        loop.want("v1").until(Failed.class).passFor(Duration.ofHours(1));
        assertEquals(only("v2"), loop.cluster.route());

        loop.cluster.behave(hash("v1"), Behaviour.GOOD);
        loop.say("retry;revision=v1;id=1").untilStep(1);
    }

    @Test
    void rule03_quickWayPassesNoJudgement() {
        var bad = new Judgement.Bad("worse than what serves");
        var loop = promoted(2)
                .rollbackWindow(1)
                .strategy(canary(new Step.Evaluate(), weight(50), new Step.Analyze(false)));

        loop.judged(bad, bad);

        returnsQuickly(loop, "v1");
    }

    @Test
    void rule03_inMidRolloutTheWayLeadsOverStable() {
        var loop = promoted(2).rollbackWindow(1).want("v3").untilStep(1).want("v1");

        loop.untilStable("v1");

        assertEquals(0, loop.view("v3").pods());
        assertTrue(loop.reasons().contains("Superseded"));
        assertTrue(loop.reasons().contains("RollbackStarted"));
    }

    @Test
    void rule03_blueGreenReturnsToWarmPodsAtOnce() {
        var loop = serving(3, blueGreen(3, pause(60)))
                .want("v2")
                .until("promoted", l -> l.state().equals(new Stable(hash("v2"))));
        int before = loop.view("v1").available();

        loop.rollbackWindow(1).want("v1").passes(6);

        assertEquals(3, before);
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void rule03_throughGatewaysToo() {
        returnsQuickly(promoted(2, behindGateways(4, HALVES)).rollbackWindow(1), "v1");
    }

    @Test
    void anEditOfTheStepsBringsNoneBack() {
        var loop = promoted(2).rollbackWindow(1);
        loop.cluster.behave(hash("v1"), Behaviour.SILENT);
        loop.want("v1").passes(10);

        loop.strategy(canary(weight(10), pause(), weight(20), pause(), weight(30)))
                .passes(10);
        loop.cluster.behave(hash("v1"), Behaviour.GOOD);

        loop.untilStable("v1");
        assertFalse(loop.reasons().contains("StepCompleted"));
    }

    @Test
    void aPersonMayHoldAndAbortIt() {
        var loop = promoted(2).rollbackWindow(1).want("v1").passes(2).say("pause;revision=v1;id=1");
        loop.passFor(Duration.ofHours(1));
        assertInstanceOf(Progressing.class, loop.state());

        loop.say("abort;revision=v1;id=2").until(Failed.class);
        assertEquals(only("v2"), loop.cluster.route());
    }

    @Test
    void aRestartGoesOnOnTheQuickWay() {
        var loop = promoted(2).rollbackWindow(1).want("v1");
        for (int i = 0; i < 10; i++) {
            loop.dieAfter(i % 4).pass();
        }

        loop.untilStable("v1");
        assertFalse(loop.reasons().contains("StepCompleted"));
    }

    @Test
    void rule20_afterAnUpgradeTheStableRevisionCountsAsPromoted() {
        var loop = promoted(1).upgrade().rollbackWindow(1).passes(2);
        loop.want("v2").untilStable("v2").forgetEvents();

        returnsQuickly(loop, "v1");
    }

    @Test
    void aRevisionWhosePlaceInHistoryIsLostTakesTheSteps() {
        var loop = promoted(2).rollbackWindow(1);
        loop.cluster.deleteByHand(hash("v1"));
        loop.passes(5);

        takesTheSteps(loop, "v1");
    }
}
