package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.Abort.Cause;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Steps that wait for what is known of the candidate's answers (rules 14 and 15), and what a bad judgement does. */
class JudgedStepsTest {
    private static final Judgement UNASKED = new Judgement.Unasked();
    private static final Judgement PENDING = new Judgement.Pending("12 of 50 requests");
    private static final Judgement UNMEASURED = new Judgement.Unmeasured("check errors: no data");
    private static final Judgement GOOD = new Judgement.Good("no worse");
    private static final Judgement BAD = new Judgement.Bad("3 % errors, stable 0 %");
    private static final Judgement UNCLEAR = new Judgement.Unclear("neither was shown");

    private static OperatorLoop analysing(Judgement analysis, boolean goesOnUnclear) {
        return serving(4, canary(weight(25), new Step.Analyze(goesOnUnclear), weight(75)))
                .want("v2")
                .untilStep(1)
                .judged(UNASKED, analysis);
    }

    @Test
    void anAnalysisThatPassesLetsTheRolloutGoOn() {
        analysing(GOOD, false).untilStable("v2");
    }

    @Test
    void aCandidateShownToBeWorseIsTakenBackWhateverTheStep() {
        var loop =
                serving(4, canary(weight(25), pause())).want("v2").untilStep(1).judged(UNASKED, BAD);
        loop.until(Failed.class);

        assertEquals(Cause.ANALYSIS_FAILED, ((Failed) loop.state()).abort().cause());
        assertEquals(0, loop.view("v2").endpoints());
        assertTrue(loop.plan().message().contains("3 % errors"), loop.plan().message());
    }

    @Test
    void rule14WhatIsNotMeasuredWaitsForHoursAndSpendsNoDeadline() {
        var loop = analysing(PENDING, false).passFor(Duration.ofHours(3));

        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
        assertTrue(loop.plan().message().contains("12 of 50"), loop.plan().message());
    }

    @Test
    void rule14NobodyAskedIsNoPass() {
        var loop = analysing(UNASKED, false).passFor(Duration.ofMinutes(10));
        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
    }

    @Test
    void rule15InconclusiveWaitsForAPersonAndResumeGoesOnFromThere() {
        var loop = analysing(UNCLEAR, false).passFor(Duration.ofHours(1));
        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
        assertTrue(
                loop.plan().message().contains("promote or abort;revision=v2"),
                loop.plan().message());

        loop.say("resume;revision=v2;id=1");
        assertEquals(2, assertInstanceOf(Progressing.class, loop.state()).step());
        loop.judged(UNASKED, PENDING).untilStable("v2");
    }

    @Test
    void rule14_whatCannotBeMeasuredLetsNothingGoForwardUntilItCan() {
        var loop = serving(4, canary(weight(25), pause(60), weight(75)))
                .want("v2")
                .untilStep(1)
                .judged(UNASKED, UNMEASURED)
                .passFor(Duration.ofHours(2));
        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
        assertEquals(1, loop.view("v2").endpoints());
        assertTrue(loop.plan().message().contains("no data"), loop.plan().message());

        loop.judged(UNASKED, PENDING).untilStable("v2");
    }

    @Test
    void rule14_aWeightDoesNotRiseWhileNothingCanBeMeasured() {
        var loop = serving(4, canary(weight(25), weight(50)))
                .want("v2")
                .judged(UNASKED, UNMEASURED)
                .passFor(Duration.ofMinutes(30));
        assertEquals(0, assertInstanceOf(Progressing.class, loop.state()).step());
        assertEquals(1, loop.view("v2").endpoints());

        loop.say("promote;revision=v2;id=1");
        assertEquals(0, assertInstanceOf(Progressing.class, loop.state()).step());
        assertTrue(
                loop.handled().message().contains("its verdict"), loop.handled().message());
        loop.say("promote-full;revision=v2;id=2").untilStable("v2");
    }

    @Test
    void rule15_anInconclusiveAnalysisPausesAtAnyStepAndAPersonGoesOnStepByStep() {
        var loop = serving(4, canary(weight(25), pause(60), weight(75)))
                .want("v2")
                .untilStep(1)
                .judged(UNASKED, UNCLEAR)
                .passFor(Duration.ofHours(2));
        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
        assertTrue(
                loop.plan().message().contains("promote or abort;revision=v2"),
                loop.plan().message());

        loop.say("promote;revision=v2;id=1");
        assertEquals(2, assertInstanceOf(Progressing.class, loop.state()).step());
        loop.passFor(Duration.ofMinutes(10));
        assertEquals(2, assertInstanceOf(Progressing.class, loop.state()).step());
        loop.say("promote;revision=v2;id=2").untilStable("v2");
    }

    @Test
    void aCandidateWithTrafficIsLookedAtEverySecondAndLosesItInThePassThatFindsItFailing() {
        var loop = serving(4, canary(weight(25), pause())).want("v2");
        assertEquals(Optional.of(Duration.ofSeconds(2)), loop.passes(2).plan().recheckAfter(), "without traffic");
        loop.untilStep(1).passes(3);
        assertEquals(Optional.of(Duration.ofSeconds(1)), loop.plan().recheckAfter());

        loop.judged(UNASKED, BAD).pass();
        assertEquals(Fixture.only("v1"), loop.cluster.route());
    }

    @Test
    void aBadAnswerOutweighsWhatCannotBeMeasured() {
        var loop = serving(4, canary(weight(25), pause()))
                .want("v2")
                .untilStep(1)
                .judged(UNASKED, UNMEASURED)
                .passes(5)
                .judged(UNASKED, BAD);
        loop.until(Failed.class);
        assertEquals(0, loop.view("v2").endpoints());
    }

    @Test
    void inconclusiveGoesOnWhereTheStrategySaysSo() {
        analysing(UNCLEAR, true).untilStable("v2");
    }

    @Test
    void aPersonCannotPromotePastAVerdictThatIsStillOpenByMistake() {
        var loop = analysing(PENDING, false).say("promote;revision=v2;id=1").passes(3);
        assertEquals(1, assertInstanceOf(Progressing.class, loop.state()).step());
        assertTrue(loop.reasons().contains("ActionRefused"));
    }

    @Test
    void theWaitForAVerdictIsCountedFromAPersistedTime() {
        var loop = analysing(PENDING, false).passes(5);
        var began = assertInstanceOf(Progressing.class, loop.state()).stepStartedAt();
        assertTrue(began.isPresent());
        loop.passFor(Duration.ofMinutes(5));
        assertEquals(began, assertInstanceOf(Progressing.class, loop.state()).stepStartedAt());
    }

    @Test
    void noTrafficBeforeTheGoldenSetIsAnsweredWell() {
        var loop = serving(4, canary(new Step.Evaluate(), weight(25), pause()))
                .want("v2")
                .judged(PENDING, UNASKED)
                .passFor(Duration.ofHours(1));
        assertEquals(0, loop.view("v2").endpoints());
        assertEquals(1, loop.view("v2").available());

        loop.judged(GOOD, UNASKED).untilStep(2);
        assertTrue(loop.view("v2").endpoints() > 0);
    }

    @Test
    void aCandidateThatAnswersTheGoldenSetBadlyNeverGetsARequest() {
        var loop =
                serving(4, canary(new Step.Evaluate(), weight(25))).want("v2").judged(BAD, UNASKED);
        loop.until(Failed.class);
        assertEquals(Cause.EVALUATION_FAILED, ((Failed) loop.state()).abort().cause());
        assertEquals(0, loop.view("v2").endpoints());
    }
}
