package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rule 2 for the steps: whatever is edited in mid-rollout, a candidate passes every step as it is written in the end. */
class StrategyEditTest {
    private static final Strategy FOUR = canary(weight(25), pause(1), weight(50), pause());

    private static Progressing progressing(OperatorLoop loop) {
        return assertInstanceOf(Progressing.class, loop.state(), loop::trace);
    }

    private static int step(OperatorLoop loop) {
        return progressing(loop).step();
    }

    @Test
    void rule02_anEditToExactlyAsManyStepsAsWereDonePromotesNothing() {
        var loop = serving(4, FOUR).want("v2").untilStep(3);

        loop.strategy(canary(weight(10), pause(), weight(20))).passFor(Duration.ofHours(1));

        assertEquals(1, step(loop));
        assertEquals(hash("v1"), progressing(loop).stable());
        assertTrue(loop.reasons().contains("StrategyChanged"));
    }

    @Test
    void rule02_anEditThatLeavesNothingToDoStartsAgain() {
        var loop = serving(4, canary(weight(50), pause())).want("v2").untilStep(1);
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);

        loop.strategy(canary(weight(50))).passFor(Duration.ofMinutes(1));
        assertEquals(0, step(loop));

        loop.cluster.behave(hash("v2"), Behaviour.GOOD);
        loop.untilStable("v2");
    }

    @Test
    void rule02_theCandidateGoesBackToTheFirstStepThatDiffers() {
        var loop = serving(4, canary(weight(25), pause(1), weight(50), pause(1), weight(75), pause()))
                .want("v2")
                .untilStep(5);

        loop.strategy(canary(weight(25), pause(1), weight(50), pause(), weight(75), pause()))
                .passes(20);

        assertEquals(3, step(loop));
        assertEquals(2, loop.view("v2").endpoints());
        assertEquals(2, loop.view("v1").endpoints());
    }

    @Test
    void rule02_stepsThatAreLeftCanBeEditedWithoutGoingBack() {
        var loop = serving(4, FOUR).want("v2").untilStep(3).passes(5);
        var began = progressing(loop).stepStartedAt();

        loop.strategy(canary(weight(25), pause(1), weight(50), pause(), weight(75), pause()))
                .passes(20);
        assertEquals(3, step(loop));
        assertEquals(began, progressing(loop).stepStartedAt());
        assertFalse(loop.reasons().contains("StrategyChanged"));

        loop.say("promote;revision=v2;id=1").untilStep(5).passes(10);
        assertEquals(3, loop.view("v2").endpoints());
    }

    @Test
    void rule05_aPauseThatIsEditedWhileItLastsBeginsAnew() {
        var loop = serving(2, canary(weight(50), pause(3600), weight(60), pause()))
                .want("v2")
                .untilStep(1)
                .passes(30);
        var began = progressing(loop).stepStartedAt();

        loop.strategy(canary(weight(50), pause(20), weight(60), pause())).passes(10);
        assertEquals(1, step(loop));
        assertNotEquals(began, progressing(loop).stepStartedAt());

        loop.untilStep(3);
    }

    @Test
    void aStepAddedWhileTheCandidateIsPromotedIsPassedFirst() {
        var loop = serving(4, canary(weight(50))).want("v2").untilStep(1);
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);
        loop.pass();

        loop.strategy(canary(weight(50), pause())).passes(10);
        loop.cluster.behave(hash("v2"), Behaviour.GOOD);
        loop.passFor(Duration.ofHours(1));

        assertEquals(1, step(loop));
    }

    @Test
    void aHoldSurvivesAnEdit() {
        var loop = serving(4, FOUR).want("v2").untilStep(3).say("pause;revision=v2;id=1");

        loop.strategy(canary(weight(10), weight(20))).passFor(Duration.ofHours(1));

        assertTrue(progressing(loop).held());
        loop.say("resume;revision=v2;id=2").untilStable("v2");
    }

    @Test
    void anActionOnAStepAsItWasIsRefusedAfterTheEdit() {
        var loop = serving(4, FOUR).want("v2").untilStep(3).passes(5);

        loop.strategy(canary(weight(10), pause())).say("promote;revision=v2;step=3;id=1");

        assertFalse(loop.handled().accepted());
        assertEquals(0, step(loop));
    }

    @Test
    void otherReplicasAreNoEditOfThePreview() {
        var loop = serving(2, blueGreen(2, pause())).want("v2").untilStep(1).passes(5);

        loop.replicas(5).strategy(blueGreen(5, pause())).passes(20);

        assertEquals(1, step(loop));
        assertFalse(loop.reasons().contains("StrategyChanged"));
    }

    @Test
    void anotherKindOfStrategyBeginsAtItsFirstStep() {
        var loop = serving(2, blueGreen(1, pause())).want("v2").untilStep(1).passes(5);

        loop.strategy(canary(weight(50), pause(), pause())).passes(20);

        assertEquals(1, step(loop));
    }

    @Test
    void rule20_anUpgradeFromAnOperatorThatKeptNoStepsGoesOnWhereItWas() {
        var loop = serving(4, FOUR).want("v2").untilStep(3).passes(5);
        var before = progressing(loop);

        loop.upgrade().passes(5);

        assertEquals(before, loop.state());
        assertFalse(loop.reasons().contains("StrategyChanged"));
        loop.strategy(canary(weight(10), pause())).untilStep(1);
    }
}
