package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.defaultSteps;
import static io.modeldeployment.operator.rollout.Fixture.fresh;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.Action.ApplyRevision;
import io.modeldeployment.operator.rollout.Action.PublishEvent;
import io.modeldeployment.operator.rollout.Action.SetTraffic;
import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedCluster.Pace;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One case per rule of {@code docs/rollouts.md} that the planner alone can keep, by its number. */
class RolloutRulesTest {
    private static final Strategy HALVES = canary(weight(50), pause());

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10})
    void rule01_firstDeploymentSkipsTheStrategy(int replicas) {
        var loop = fresh(replicas, canary(weight(10), pause())).untilStable("v1");

        assertEquals(List.of("Promoted"), loop.reasons());
        assertEquals(replicas, loop.view("v1").endpoints());
    }

    @Test
    void rule01_firstRevisionGetsNoTrafficBeforeItHasAnsweredWell() {
        var loop = fresh(2, HALVES);
        loop.cluster.behave(hash("v1"), Behaviour.SILENT);

        loop.passFor(Duration.ofMinutes(1));

        assertEquals(new Route.None(), loop.cluster.route());
        assertInstanceOf(Initial.class, loop.state());
    }

    @Test
    void rule01_firstRevisionThatIsBrokenIsReplacedByTheNextSpecWithoutAStrategy() {
        var loop = fresh(2, HALVES);
        loop.cluster.behave(hash("v1"), Behaviour.CRASHES);

        loop.passFor(Duration.ofMinutes(1)).want("v2").untilStable("v2");

        assertEquals(0, loop.view("v1").pods());
        assertFalse(loop.reasons().contains("RolloutStarted"));
    }

    @Test
    void rule01_firstRevisionThatServesBeforeItIsCompleteIsNotTakenOffByANewSpec() {
        var loop = new OperatorLoop(Fixture.policy("v1", 3, HALVES), Pace.USUAL.withCapacity(2));
        loop.until("v1 serves", l -> l.view("v1").endpoints() > 0);

        loop.want("v2").passes(3);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(hash("v1"), loop.state().stableRevision().orElseThrow());
    }

    @Test
    void rule01_firstRevisionThatComesBackServesUntilTheNextOneIsProven() {
        var loop = new OperatorLoop(Fixture.policy("v1", 3, HALVES), Pace.USUAL.withCapacity(2));
        loop.until("v1 serves", l -> l.view("v1").endpoints() > 0);
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);

        loop.cluster.loseNodeOf(hash("v1"));
        loop.want("v2").pass();
        assertEquals(Initial.start(hash("v2"), loop.now()), loop.state());

        loop.passes(20);
        assertTrue(loop.cluster.answersEveryRequest(), loop::trace);
    }

    @Test
    void rule02_newSpecInMidRolloutTakesWeightToZeroFirst() {
        var loop = serving(4, HALVES).want("v2").untilStep(1);
        assertInstanceOf(Route.Shared.class, loop.cluster.route());

        loop.want("v3").until("v3 starts", l -> l.view("v3").desired() > 0);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(0, loop.view("v2").endpoints());
        assertEquals(4, loop.view("v1").available());
    }

    @Test
    void rule02_stableStaysTheSameThroughoutV1V2V3() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).want("v3");

        loop.until("v3 at step 1", l -> {
            assertEquals(hash("v1"), l.state().stableRevision().orElseThrow());
            return l.state() instanceof Progressing p && p.candidate().equals(hash("v3")) && p.step() == 1;
        });

        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void rule02_newSpecInMidRolloutResetsStepAndPauses() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("pause;revision=v2;id=1");
        assertTrue(((Progressing) loop.state()).held());

        loop.want("v3")
                .until(
                        "v3 has its turn",
                        l -> l.state() instanceof Progressing p && p.candidate().equals(hash("v3")));

        var state = (Progressing) loop.state();
        assertEquals(0, state.step());
        assertFalse(state.held());
        assertEquals(Optional.empty(), state.stepStartedAt());
    }

    @Test
    void rule02_revisionsSharingTheTrafficAreNeverThree() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).want("v3");

        loop.until("v3 at step 1", l -> {
            long sharing = l.cluster.observe().all().stream()
                    .filter(view -> view.endpoints() > 0)
                    .count();
            assertTrue(sharing <= 2, l::trace);
            return l.state() instanceof Progressing p && p.candidate().equals(hash("v3")) && p.step() == 1;
        });
    }

    @Test
    void rule03_returnToStableInMidRolloutIsImmediateAndSkipsAllSteps() {
        var loop = serving(4, HALVES).want("v2").untilStep(1);
        loop.forgetEvents();

        loop.want("v1").untilStable("v1");

        assertEquals(List.of("Reverted", "RolledBack"), loop.reasons());
        assertEquals(4, loop.view("v1").endpoints());
        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void rule03_returnToStableBeforeTheCandidateHasAnythingLeavesNothingBehind() {
        var loop = serving(4, HALVES).want("v2");
        loop.pass();
        loop.want("v1").untilStable("v1");

        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void rule03_candidateThatWasGivenUpBeforeItWasCreatedIsNotCreated() {
        var abort = new Abort(Abort.Cause.REVERTED, "reverted", OperatorLoop.START);
        var rollout =
                new Rollout(Optional.of(new RollingBack(hash("v1"), hash("v2"), abort)), List.of(), Optional.empty());
        var lagging =
                new RevisionView(hash("v1"), 1, 2, 2, 2, 0, 2, new Probe.Passed(), Optional.empty(), Optional.empty());
        var seen = new Observation(Map.of(hash("v1"), lagging), only("v1"));

        Plan plan = RolloutPlanner.plan(
                Fixture.policy("v1", 2, HALVES), rollout, seen, Optional.empty(), OperatorLoop.START);

        assertTrue(
                plan.actions().stream()
                        .noneMatch(action ->
                                action instanceof ApplyRevision(var revision, var _) && revision.equals(hash("v2"))),
                plan::toString);
    }

    @Test
    void rule04_abortIsStickyUntilTheSpecChanges() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("abort;revision=v2;id=1");
        loop.until(Failed.class).passFor(Duration.ofHours(1));

        assertInstanceOf(Failed.class, loop.state());
        assertEquals(0, loop.view("v2").pods());

        loop.want("v3").untilStep(1);
        assertEquals(Optional.of(hash("v3")), loop.state().candidateRevision());
    }

    @Test
    void rule04_retryStartsAtStepZero() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("abort;revision=v2;id=1");

        loop.until(Failed.class).say("retry;revision=v2;id=2");

        assertTrue(loop.handled().accepted(), loop.handled().message());
        assertEquals(0, ((Progressing) loop.state()).step());
        loop.untilStep(1).say("promote;revision=v2;step=1;id=3").untilStable("v2");
    }

    @Test
    void rule04_retryWithPodsLeftFromAHigherWeightStartsAtTheFirstStepsShare() {
        var loop = serving(10, canary(weight(10), pause(), weight(80), pause()))
                .want("v2")
                .untilStep(1);
        loop.say("promote;revision=v2;id=1").untilStep(3).passes(5);
        loop.cluster.crash(hash("v2"));
        loop.until(Failed.class)
                .until("the candidate is up again", l -> l.view("v2").available() == 8);

        loop.say("retry;revision=v2;id=3").until("traffic is shared", l -> l.cluster.route() instanceof Route.Shared);

        assertEquals(1, loop.view("v2").available());
    }

    @Test
    void rule04_abortWhenFullyPromotedDoesNothing() {
        var loop = serving(4, HALVES).say("abort;revision=v1;id=1");

        assertFalse(loop.handled().accepted());
        assertEquals(new Stable(hash("v1")), loop.state());
    }

    @Test
    void rule04_abortBeatsAPendingPromoteFull() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("promote-full;revision=v2;id=1");
        loop.say("abort;revision=v2;id=2").until(Failed.class);

        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void rule04_goingBackToStableEndsTheFailure() {
        var loop = serving(2, HALVES)
                .want("v2")
                .untilStep(1)
                .say("abort;revision=v2;id=1")
                .until(Failed.class);

        loop.want("v1").untilStable("v1");

        assertTrue(loop.plan().stalled().isEmpty());
    }

    @Test
    void rule05_restartNeitherShortensNorRestartsAPause() {
        var loop = serving(2, canary(weight(50), pause(60), weight(90), pause()))
                .want("v2")
                .untilStep(1);
        loop.pass();
        Instant began = ((Progressing) loop.state()).stepStartedAt().orElseThrow();

        for (int i = 0; i < 5; i++) {
            loop.passFor(Duration.ofSeconds(8)).dieAfter(0).pass();
        }
        assertEquals(began, ((Progressing) loop.state()).stepStartedAt().orElseThrow());
        loop.until("the pause is over", l -> l.state() instanceof Progressing p && p.step() == 2);

        assertFalse(loop.now().isBefore(began.plusSeconds(60)), "shortened");
        assertTrue(loop.now().isBefore(began.plusSeconds(66)), "restarted");
    }

    @Test
    void rule06_deadlineCountsWhileThePodsOfAStepAreMissing() {
        var loop = serving(2, HALVES);
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);

        loop.want("v2").until(Failed.class);

        var abort = ((Failed) loop.state()).abort();
        assertEquals(Abort.Cause.PROGRESS_DEADLINE_EXCEEDED, abort.cause());
        assertTrue(abort.message().contains("no node has a free GPU"), abort.message());
        assertTrue(abort.at().isAfter(OperatorLoop.START.plus(Fixture.DEADLINE)));
    }

    @Test
    void rule06_deadlineLeavesOutPausesAndHolds() {
        var loop = serving(2, HALVES).want("v2").untilStep(1).passFor(Fixture.DEADLINE.multipliedBy(2));
        loop.say("pause;revision=v2;id=1").passFor(Fixture.DEADLINE.multipliedBy(2));
        loop.paused(true).passFor(Fixture.DEADLINE.multipliedBy(2));

        assertInstanceOf(Progressing.class, loop.state());
        loop.paused(false).say("promote;revision=v2;id=2").untilStable("v2");
    }

    @Test
    void rule06_deadlineStartsAnewAfterAHold() {
        var loop = serving(2, HALVES);
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);
        loop.want("v2").passFor(Fixture.DEADLINE.dividedBy(2)).paused(true).passFor(Fixture.DEADLINE);
        loop.paused(false).passFor(Fixture.DEADLINE.dividedBy(2));

        assertInstanceOf(Progressing.class, loop.state());
        loop.until(Failed.class);
    }

    @Test
    void rule06_deadlineLeavesOutTheScaleDownDelayOfAnEarlierCandidate() {
        var loop = serving(
                        2,
                        new Strategy(
                                Strategy.Kind.CANARY, HALVES.steps(), Fixture.DRAIN, Fixture.DEADLINE.multipliedBy(3)))
                .want("v2")
                .untilStep(1)
                .say("abort;revision=v2;id=1")
                .until(Failed.class);

        loop.want("v3").untilStep(1);

        assertEquals(Optional.of(hash("v3")), loop.state().candidateRevision());
        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void rule07_candidateGetsNoWeightBeforeItsPodsAreAvailableAndHaveAnswered() {
        var loop = serving(4, HALVES);
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);

        loop.want("v2").until("pods run", l -> l.view("v2").available() == 2).passFor(Duration.ofMinutes(1));

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(4, loop.view("v1").endpoints());
        assertTrue(loop.plan().message().contains("timeout"), loop.plan().message());
    }

    @Test
    void rule07_stableGetsItsPodsBackBeforeItsWeight() {
        var loop = serving(4, HALVES).want("v2").untilStep(1);
        assertEquals(2, loop.view("v1").available());

        loop.say("abort;revision=v2;id=1")
                .until("traffic is back", l -> l.cluster.route().equals(only("v1")));

        assertEquals(4, loop.view("v1").available());
    }

    @Test
    void rule07_strategyThatNowStartsWithoutWeightWaitsForStablesPods() {
        var loop = serving(4, canary(weight(75), pause(), pause())).want("v2").untilStep(1);

        loop.strategy(canary(weight(0), pause(), pause()))
                .until("traffic is back", l -> l.cluster.route().equals(only("v1")));

        assertEquals(4, loop.view("v1").available());
    }

    @Test
    void rule08_stableGivesUpPodsOnlyAfterTheCandidateHasEndpoints() {
        var loop = serving(4, HALVES).want("v2");

        loop.until("stable gives up pods", l -> l.view("v1").desired() < 4);

        assertEquals(2, loop.view("v2").endpoints());
    }

    @Test
    void rule08_stableIsScaledDownAfterTheDrainDelayThatFollowsTheAcknowledgedSwitch() {
        var loop = serving(2, HALVES).want("v2").untilStep(1).say("promote-full;revision=v2;id=1");
        loop.until("promoted", l -> l.state().equals(new Stable(hash("v2"))));
        Instant promoted = loop.now();
        assertEquals(0, loop.view("v1").endpoints());
        assertTrue(loop.view("v1").desired() > 0);

        loop.until("stable is scaled down", l -> l.view("v1").desired() == 0);

        assertFalse(loop.now().isBefore(promoted.plus(Fixture.DRAIN)));
    }

    @Test
    void rule08_delayIsNeverShorterThanTheDrain() {
        var impatient =
                new Strategy(Strategy.Kind.BLUE_GREEN, List.of(new Step.Preview(1)), Duration.ZERO, Duration.ZERO);
        var loop = serving(1, impatient)
                .want("v2")
                .until("promoted", l -> l.state().equals(new Stable(hash("v2"))));
        Instant promoted = loop.now();

        loop.until("stable is scaled down", l -> l.view("v1").desired() == 0);

        assertFalse(loop.now().isBefore(promoted.plus(Fixture.DRAIN)));
    }

    @ParameterizedTest(name = "{0} endpoints")
    @ValueSource(ints = {0, 2})
    void rule09_nothingIsScaledDownThatTheSharedRouteReaches(int endpoints) {
        var retired = new RevisionView(
                hash("v0"), 1, 2, 2, 2, endpoints, 2, new Probe.Passed(), Optional.empty(), Optional.empty());

        Plan plan = planFor(retired, new Route.Shared());

        assertFalse(plan.actions().contains(new ApplyRevision(hash("v0"), 0)), plan::toString);
    }

    @Test
    void rule09_nothingIsScaledDownThatStillHasEndpoints() {
        var lagging =
                new RevisionView(hash("v0"), 1, 2, 2, 2, 1, 2, new Probe.Passed(), Optional.empty(), Optional.empty());
        var gone =
                new RevisionView(hash("v0"), 1, 2, 2, 2, 0, 2, new Probe.Passed(), Optional.empty(), Optional.empty());

        assertFalse(planFor(lagging, only("v1")).actions().contains(new ApplyRevision(hash("v0"), 0)));
        assertTrue(planFor(gone, only("v1")).actions().contains(new ApplyRevision(hash("v0"), 0)));
    }

    /** A pass while v2 is on its way beside v1, and the delay of {@code retired} is over. */
    private static Plan planFor(RevisionView retired, Route route) {
        var rollout = new Rollout(
                Optional.of(Progressing.start(hash("v1"), hash("v2"), OperatorLoop.START)),
                List.of(new Retirement(retired.hash(), OperatorLoop.START)),
                Optional.empty());
        var seen = new Observation(
                Map.of(retired.hash(), retired, hash("v1"), running("v1", 1), hash("v2"), running("v2", 1)), route);
        return RolloutPlanner.plan(
                Fixture.policy("v2", 2, HALVES), rollout, seen, Optional.empty(), OperatorLoop.START.plusSeconds(60));
    }

    private static RevisionView running(String revision, int pods) {
        return new RevisionView(
                hash(revision),
                1,
                pods,
                pods,
                pods,
                pods,
                pods,
                new Probe.Passed(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void rule07_podsThatWereToldToGoAreNotCounted() {
        var toldToGo =
                new RevisionView(hash("v2"), 2, 0, 2, 2, 0, 2, new Probe.Passed(), Optional.empty(), Optional.empty());
        var seen = new Observation(Map.of(hash("v1"), running("v1", 2), hash("v2"), toldToGo), only("v1"));
        var rollout = new Rollout(
                Optional.of(Progressing.start(hash("v1"), hash("v2"), OperatorLoop.START)),
                List.of(),
                Optional.empty());

        Plan plan = RolloutPlanner.plan(
                Fixture.policy("v2", 2, canary(weight(100))), rollout, seen, Optional.empty(), OperatorLoop.START);

        assertTrue(plan.actions().contains(new SetTraffic(only("v1"))), plan::toString);
    }

    @Test
    void rule09_routeChangeAndPodLossNeverShareAPass() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("promote-full;revision=v2;id=1");

        loop.until("route changes", l -> l.cluster.route().equals(only("v2")));

        assertTrue(loop.view("v1").desired() > 0);
        assertTrue(loop.plan().actions().contains(new SetTraffic(only("v2"))));
    }

    @Test
    void rule10_stableScalesUpBeforeTrafficMovesBackAndAFlappingCandidateGainsNothing() {
        var loop = serving(4, HALVES).want("v2").untilStep(1);
        loop.cluster.crash(hash("v2"));

        loop.until(RollingBack.class).until("flaps", l -> l.view("v2").available() == 0);
        loop.until(Failed.class).passFor(Duration.ofHours(1));

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(4, loop.view("v1").endpoints());
    }

    @Test
    void rule10_abortInAClusterWithoutRoomExchangesPodByPod() {
        var loop = serving(4, canary(weight(75), pause()), Pace.USUAL.withCapacity(5))
                .want("v2")
                .untilStep(1)
                .passes(5);
        assertEquals(1, loop.view("v1").pods());

        loop.say("abort;revision=v2;id=1").until("exchanged", l -> {
            int ready = l.view("v1").endpoints() + l.view("v2").endpoints();
            assertTrue(ready >= 4, l::trace);
            return l.state() instanceof Failed && l.view("v1").endpoints() == 4;
        });
    }

    @Test
    void rule10_abortAtFullWeightInAClusterWithoutRoomSharesUntilStableIsBack() {
        var loop = serving(3, canary(weight(100), pause()), Pace.USUAL.withCapacity(4))
                .want("v2")
                .untilStep(1)
                .passes(5);
        assertEquals(only("v2"), loop.cluster.route());
        assertEquals(1, loop.view("v1").pods());

        loop.say("abort;revision=v2;id=1").until("exchanged", l -> {
            assertTrue(l.view("v1").endpoints() + l.view("v2").endpoints() >= 3, l::trace);
            return l.state() instanceof Failed && l.view("v1").endpoints() == 3;
        });
    }

    @Test
    void rule19_canaryNeedsRoomForOnlyOneMorePod() {
        var loop = serving(4, canary(weight(75), pause(10)), Pace.USUAL.withCapacity(5))
                .want("v2");

        loop.until("promoted", l -> {
            assertTrue(l.view("v1").endpoints() + l.view("v2").endpoints() >= 4, l::trace);
            return l.state().equals(new Stable(hash("v2")));
        });
    }

    @Test
    void rule13_planIsAFunctionOfWhatItIsGiven() {
        var loop = serving(4, HALVES).want("v2").untilStep(1);
        var seen = loop.cluster.observe();
        var first = RolloutPlanner.plan(loop.policy(), loop.persisted(), seen, Optional.empty(), loop.now());

        var second = RolloutPlanner.plan(loop.policy(), loop.persisted(), seen, Optional.empty(), loop.now());

        assertEquals(first, second);
    }

    @Test
    void rule13_actionsDoneTwiceAfterADeathAreDoneOnce() {
        for (int death = 0; death < 6; death++) {
            var loop = serving(2, canary(weight(50), pause(5))).want("v2");
            for (int i = 0; i < 60; i++) {
                loop.dieAfter(death).pass();
                loop.passes(2);
            }
            loop.untilStable("v2");
            assertEquals(2, loop.view("v2").endpoints());
        }
    }

    @Test
    void rule16_candidateKeepsTheTrafficWhenStableBreaks() {
        var loop = serving(2, HALVES).want("v2").untilStep(1);
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v1"));

        loop.say("abort;revision=v2;id=1").passFor(Duration.ofHours(1));

        assertTrue(loop.view("v2").endpoints() > 0);
        assertTrue(
                loop.plan().message().contains("v2 keeps the traffic"),
                loop.plan().message());

        loop.cluster.behave(hash("v1"), Behaviour.GOOD);
        loop.until(Failed.class);
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void rule16_candidateBecomesStableWhenANewSpecWaitsAndStableNeverComesBack() {
        var loop = serving(2, HALVES).want("v2").untilStep(1);
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v1"));

        loop.want("v3").until("v2 is stable", l -> l.state().stableRevision().equals(Optional.of(hash("v2"))));

        assertTrue(loop.reasons().contains("StableLost"));
        loop.until(
                "v3 at step 1",
                l -> l.state() instanceof Progressing p && p.candidate().equals(hash("v3")) && p.step() == 1);
        loop.say("promote;revision=v3;id=1").untilStable("v3");
    }

    @Test
    void rule16_newSpecGoesOnWhenNeitherStableNorCandidateServes() {
        var loop = serving(2, HALVES).want("v2").untilStep(1);
        List.of("v1", "v2").forEach(broken -> {
            loop.cluster.behave(hash(broken), Behaviour.PENDING);
            loop.cluster.loseNodeOf(hash(broken));
        });

        loop.want("v3")
                .until(
                        "v3 at step 1",
                        l -> l.state() instanceof Progressing p && p.candidate().equals(hash("v3")) && p.step() == 1);

        assertTrue(loop.view("v3").endpoints() > 0);
    }

    @Test
    void rule16_promotionGoesOnWhenStablesPodsVanish() {
        var loop = serving(2, HALVES)
                .want("v2")
                .untilStep(1)
                .say("promote;revision=v2;id=1")
                .until(Promoting.class);
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v1"));

        loop.until("promoted", l -> l.state().equals(new Stable(hash("v2"))));

        assertEquals(2, loop.view("v2").endpoints());
    }

    @Test
    void rule18_revisionsAreToldApartByHashAlone() {
        var loop = serving(2, HALVES).want("v2").untilStep(1);

        assertNotEquals(loop.view("v1").number(), loop.view("v2").number());
        assertTrue(hash("v1").compareTo(hash("v2")) < 0);
        assertEquals("v1", hash("v1").toString());
    }

    @Test
    void rule20_restartedOperatorChangesNothing() {
        var loop = serving(3, HALVES);
        var seen = loop.cluster.observe();

        loop.dieAfter(0).replicas(3).jump(Duration.ofDays(1)).passes(5);

        assertEquals(seen, loop.cluster.observe());
    }

    @Test
    void rule20_lostStatusChangesNothingForARevisionThatServes() {
        var loop = serving(3, HALVES);
        var seen = loop.cluster.observe();

        loop.loseStatus().untilStable("v1");

        assertEquals(seen, loop.cluster.observe());
        assertEquals(List.of(), loop.reasons());
    }

    @Test
    void rule21_onlyAnAbortedOrAHopelessFirstRevisionIsStalled() {
        var loop = serving(2, HALVES);
        assertTrue(loop.plan().stalled().isEmpty());
        loop.want("v2").untilStep(1);
        assertTrue(loop.plan().stalled().isEmpty());
        loop.cluster.crash(hash("v2"));
        loop.until(Failed.class);
        loop.passes(2);

        assertEquals(Abort.Cause.CRASHED, loop.plan().stalled().orElseThrow().cause());
        assertTrue(
                loop.plan().message().contains("retry;revision=v2"), loop.plan().message());
    }

    @ParameterizedTest
    @ValueSource(strings = {"CRASHES", "ANSWERS_WRONGLY", "SILENT", "PENDING"})
    void rule21_firstRevisionThatCannotServeIsStalledAndStillServesOnceItCan(String fault) {
        var loop = fresh(2, HALVES);
        loop.cluster.behave(hash("v1"), Behaviour.valueOf(fault));

        loop.until("stalled", l -> {
            l.pass();
            return l.plan().stalled().isPresent();
        });
        loop.passes(20);
        var told = loop.plan().stalled();
        loop.passes(20);
        assertTrue(told.isPresent());

        loop.cluster.behave(hash("v1"), Behaviour.GOOD);
        loop.untilStable("v1");
        assertTrue(loop.plan().stalled().isEmpty());
    }

    @Test
    void rule22_stalledFirstRevisionIsToldTheSameEachTime() {
        var loop = fresh(2, HALVES);
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.passFor(Fixture.DEADLINE.multipliedBy(2));
        var told = loop.plan();

        loop.passFor(Duration.ofMinutes(1));

        assertEquals(told, loop.plan());
    }

    @Test
    void rule22_stableAtRestPlansTheSameAgainAndAgain() {
        AtRest.check(serving(3, HALVES)
                .want("v2")
                .untilStep(1)
                .say("promote;revision=v2;id=1")
                .untilStable("v2"));
    }

    @Test
    void rule22_failedAtRestPlansTheSameAgainAndAgain() {
        var loop = serving(3, blueGreen(1, pause())).want("v2").untilStep(1).say("abort;revision=v2;id=1");
        AtRest.check(loop.until("failed, at rest", l -> l.state() instanceof Failed && l.isAtRest()));
    }

    @Test
    void rule22_pausedBySpecPlansTheSameAgainAndAgain() {
        AtRest.check(serving(3, HALVES).paused(true).want("v2").passes(5));
    }

    @Test
    void rule22_indefinitePausePersistsNothingNew() {
        var loop = serving(3, canary(defaultSteps())).want("v2").untilStep(1).say("pause;revision=v2;id=1");
        loop.passes(10);
        var before = loop.plan();

        loop.passFor(Duration.ofHours(1));

        assertEquals(before.next(), loop.plan().next());
        assertEquals(before.message(), loop.plan().message());
        assertTrue(loop.plan().actions().stream().noneMatch(PublishEvent.class::isInstance));
    }
}
