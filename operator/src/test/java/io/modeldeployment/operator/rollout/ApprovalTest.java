package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.approving;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Promotion through Git: what {@code strategy.approvedRevision} ends, and what it does not. */
class ApprovalTest {
    private static final Strategy TWO_PAUSES = canary(weight(25), pause(), weight(50), pause());
    private static final Judgement UNASKED = new Judgement.Unasked();

    private static int step(OperatorLoop loop) {
        return assertInstanceOf(Progressing.class, loop.state(), loop::trace).step();
    }

    private static void says(OperatorLoop loop, String words) {
        assertTrue(loop.plan().message().contains(words), loop.plan().message());
    }

    @Test
    void theMessageTellsTheHashToWrite() {
        var loop = serving(4, TWO_PAUSES).want("v2").untilStep(1).passes(5);

        says(loop, "strategy.approvedRevision: v2 in the spec");
    }

    @Test
    void anApprovedCandidateWaitsForNobodyNowAndLater() {
        var loop = serving(4, TWO_PAUSES).want("v2").untilStep(1).passes(5);

        loop.strategy(approving("v2", TWO_PAUSES)).untilStable("v2");

        assertEquals(2, loop.reasons().stream().filter("PauseCompleted"::equals).count());
    }

    @Test
    void anotherHashApprovesNothingAndThatIsSaid() {
        var loop = serving(4, approving("v1", TWO_PAUSES)).want("v2").untilStep(1);

        loop.passFor(Duration.ofHours(1));

        assertEquals(1, step(loop));
        says(loop, "which approves v1");
    }

    @Test
    void itShortensNoPauseWithADuration() {
        var loop = serving(4, approving("v2", canary(weight(25), pause(3600))))
                .want("v2")
                .untilStep(1)
                .passFor(Duration.ofMinutes(50));

        assertEquals(1, step(loop));
    }

    @Test
    void itEndsNoHold() {
        var loop = serving(4, TWO_PAUSES).want("v2").untilStep(1).say("pause;revision=v2;id=1");

        loop.strategy(approving("v2", TWO_PAUSES)).passFor(Duration.ofHours(1));
        assertEquals(1, step(loop));

        loop.paused(true).say("resume;revision=v2;id=2").passFor(Duration.ofHours(1));
        assertEquals(1, step(loop));
    }

    @Test
    void itReplacesNoProof() {
        var loop = serving(4, approving("v2", TWO_PAUSES));
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);

        loop.want("v2").passFor(Duration.ofMinutes(5));

        assertEquals(0, step(loop));
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void rule04_itRevivesNoAbortedRevision() {
        var loop = serving(4, TWO_PAUSES).want("v2").untilStep(1).say("abort;revision=v2;id=1");
        loop.until(Failed.class);

        loop.strategy(approving("v2", TWO_PAUSES)).passFor(Duration.ofHours(1));

        assertInstanceOf(Failed.class, loop.state());
    }

    @Test
    void rule15_itAcceptsWhatAnAnalysisLeavesUndecided() {
        var steps = canary(weight(50), new Step.Analyze(false));
        var loop = serving(4, steps).want("v2").untilStep(1);
        loop.judged(UNASKED, new Judgement.Unclear("too few requests")).passFor(Duration.ofHours(1));
        assertEquals(1, step(loop));
        says(loop, "strategy.approvedRevision: v2");

        loop.strategy(approving("v2", steps)).untilStable("v2");
    }

    @Test
    void rule14_itAcceptsNeitherAnOpenNorABadVerdict() {
        var loop = serving(4, approving("v2", canary(weight(50), new Step.Analyze(false))))
                .judged(UNASKED, new Judgement.Pending("12 of 50 requests"))
                .want("v2")
                .untilStep(1);
        loop.passFor(Duration.ofHours(1));
        assertEquals(1, step(loop));

        loop.judged(UNASKED, new Judgement.Bad("worse")).until(Failed.class);
    }

    @Test
    void itSwitchesABlueGreenThatWaitsForAPerson() {
        var strategy = blueGreen(2, pause());
        var loop = serving(2, strategy).want("v2").untilStep(1).passes(5);

        loop.strategy(approving("v2", strategy)).untilStable("v2");
    }

    @Test
    void rule22_anApprovalThatIsLeftInTheSpecWritesNothing() {
        AtRest.check(serving(4, approving("v2", TWO_PAUSES)).want("v2").untilStable("v2"));
    }
}
