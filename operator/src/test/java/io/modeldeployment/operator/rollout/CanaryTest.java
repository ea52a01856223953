package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.defaultSteps;
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
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Canary: shares by replicas, step by step; faults, changes in between, what is lost and what is kept. */
class CanaryTest {
    @Test
    void aCanaryWithoutAnyWeightIsPromotedPodByPodAfterItsLastStep() {
        var loop = serving(3, canary(pause())).want("v2").untilStep(0).passes(20);
        loop.say("promote;revision=v2;id=1").untilStable("v2");
        assertFalse(loop.reasons().contains("ProgressDeadlineExceeded"), loop.reasons()::toString);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10})
    void defaultStepsEndInThePromotionOfAnySize(int replicas) {
        var loop = serving(replicas, canary(defaultSteps())).want("v2").untilStable("v2");

        assertEquals(replicas, loop.view("v2").endpoints());
        assertEquals(0, loop.view("v1").pods());
        assertEquals(9, loop.reasons().stream().filter("StepCompleted"::equals).count());
        assertEquals(9, loop.reasons().stream().filter("PauseCompleted"::equals).count());
    }

    @Test
    void tenReplicasTakeTheDefaultWeightsExactly() {
        var shares = new TreeSet<Integer>();
        var loop = serving(10, canary(defaultSteps())).want("v2");

        loop.until("promoted", l -> {
            boolean settled = l.state() instanceof Progressing p
                    && p.stepStartedAt()
                            .filter(l.now().minusSeconds(30)::isAfter)
                            .isPresent();
            if (settled) {
                int candidate = l.view("v2").endpoints();
                int stable = l.view("v1").endpoints();
                shares.add(100 * candidate / (candidate + stable));
                assertEquals(l.plan().weight(), 100 * candidate / (candidate + stable));
            }
            return l.state().equals(new Stable(hash("v2")));
        });

        assertEquals(List.of(10, 20, 30, 40, 50, 60, 70, 80, 90), List.copyOf(shares));
    }

    @Test
    void indefinitePauseLastsUntilAPersonEndsIt() {
        var loop =
                serving(2, canary(weight(50), pause())).want("v2").untilStep(1).passFor(Duration.ofHours(2));

        assertEquals(1, ((Progressing) loop.state()).step());
        assertTrue(
                loop.plan().message().contains("promote;revision=v2"),
                loop.plan().message());
    }

    @Test
    void pauseAsFirstStepStartsOnePodWithoutTraffic() {
        var loop = serving(3, canary(pause(), weight(50))).want("v2").passes(20);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(1, loop.view("v2").available());
    }

    @Test
    void crashAbortsAtOnce() {
        var loop = serving(3, canary(weight(30), pause())).want("v2").untilStep(1);
        loop.cluster.crash(hash("v2"));

        loop.until(Failed.class);

        var abort = ((Failed) loop.state()).abort();
        assertEquals(Abort.Cause.CRASHED, abort.cause());
        assertTrue(abort.message().contains("model is broken"));
    }

    @Test
    void crashOlderThanTheCandidatesChanceDoesNotCount() {
        var loop = serving(2, canary(weight(50), pause())).want("v2").untilStep(1);
        loop.cluster.crash(hash("v2"));
        loop.until(Failed.class).passFor(Duration.ofSeconds(20));

        loop.say("retry;revision=v2;id=1").untilStep(1).passFor(Duration.ofMinutes(1));

        assertInstanceOf(Progressing.class, loop.state());
    }

    @Test
    void crashOfStableAbortsNothing() {
        var loop = serving(2, canary(weight(50), pause())).want("v2").untilStep(1);
        loop.cluster.crash(hash("v1"));

        loop.passFor(Duration.ofMinutes(1));

        assertInstanceOf(Progressing.class, loop.state());
    }

    @ParameterizedTest
    @EnumSource(value = Behaviour.class, names = "GOOD", mode = EnumSource.Mode.EXCLUDE)
    void candidateThatIsBrokenIsGivenUpAndScaledDownAfterTheDelay(Behaviour fault) {
        var loop = serving(2, canary(weight(50), pause()));
        loop.cluster.behave(hash("v2"), fault);
        loop.want("v2").until(Failed.class);
        Instant failed = loop.now();
        assertEquals(0, loop.view("v2").endpoints());
        assertTrue(loop.view("v2").pods() > 0, "kept to be looked at");

        loop.until("scaled down", l -> l.view("v2").pods() == 0);

        assertFalse(loop.now().isBefore(failed.plus(Fixture.KEPT)));
        AtRest.check(loop.until("rest", OperatorLoop::isAtRest));
    }

    @Test
    void noAnswerIsWaitedForAndAnAnswerGoesOn() {
        var loop = serving(2, canary(weight(50), pause()));
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);
        loop.want("v2").passFor(Fixture.DEADLINE.dividedBy(2));
        assertEquals(0, ((Progressing) loop.state()).step());

        loop.cluster.behave(hash("v2"), Behaviour.GOOD);

        loop.untilStep(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    void replicasChangedInMidRolloutAreTakenUp(int replicas) {
        var loop =
                serving(4, canary(weight(50), pause())).want("v2").untilStep(1).passes(10);

        loop.replicas(replicas).passFor(Duration.ofMinutes(1));

        ReplicaSplit split = ReplicaSplit.nearest(replicas, 50);
        assertEquals(split.candidate(), loop.view("v2").endpoints());
        assertEquals(replicas == 0 ? 0 : split.stable(), loop.view("v1").endpoints());
        loop.say("promote;revision=v2;id=1").untilStable("v2");
        assertEquals(replicas, loop.view("v2").endpoints());
    }

    @Test
    void replicasRaisedWhileStableHasAllTrafficAreStablesAtOnce() {
        var loop = serving(2, canary(weight(50), pause()));
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);
        loop.want("v2").passes(20).replicas(6).passes(20);

        assertEquals(6, loop.view("v1").endpoints());
    }

    @Test
    void scaledToZeroTheNewRevisionIsProvenByOnePodAndNoneStays() {
        var loop = serving(0, canary(weight(50), pause(5))).want("v2");
        loop.until("proven", l -> l.view("v2").available() == 1);
        assertEquals(0, loop.view("v1").pods());

        loop.untilStable("v2");

        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void scaledToZeroABrokenRevisionIsGivenUp() {
        var loop = serving(0, canary(weight(50), pause(5)));
        loop.cluster.behave(hash("v2"), Behaviour.ANSWERS_WRONGLY);

        loop.want("v2").until(Failed.class).until("rest", OperatorLoop::isAtRest);

        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void oldRevisionsBeyondTheHistoryLimitAreDeletedOldestFirst() {
        var loop = serving(1, canary(weight(50)));
        loop.change(draft -> draft.historyLimit = 2);
        for (int i = 2; i <= 6; i++) {
            loop.want("v" + i).untilStable("v" + i);
        }

        assertEquals(
                List.of("v4", "v5", "v6"),
                loop.cluster.observe().all().stream()
                        .map(view -> view.hash().value())
                        .sorted()
                        .toList());
    }

    @Test
    void revisionThatIsWantedAgainIsNotDeletedWhileItWaits() {
        var loop = serving(1, canary(weight(50)));
        loop.want("v2").untilStable("v2").want("v3").untilStable("v3");

        loop.change(draft -> {
            draft.wanted = hash("v1");
            draft.paused = true;
            draft.historyLimit = 0;
        });
        loop.passes(10);

        assertTrue(loop.cluster.observe().exists(hash("v1")));
        assertFalse(loop.cluster.observe().exists(hash("v2")));
    }

    @Test
    void abortedRevisionIsNotDeletedWhileItMayBeRetried() {
        var loop = serving(1, canary(weight(50), pause()));
        loop.change(draft -> draft.historyLimit = 0);

        loop.want("v2").untilStep(1).say("abort;revision=v2;id=1").until(Failed.class);
        loop.until("rest", OperatorLoop::isAtRest);

        assertTrue(loop.cluster.observe().exists(hash("v2")));
        loop.want("v1").until("forgotten", l -> !l.cluster.observe().exists(hash("v2")));
    }

    @Test
    void statusLostInMidRolloutIsFoundAgainWithoutALostPod() {
        var loop = serving(4, canary(weight(50), pause(20)))
                .want("v2")
                .untilStep(1)
                .passes(10);

        loop.loseStatus().until("v2 is promoted", l -> {
            assertTrue(l.view("v1").endpoints() + l.view("v2").endpoints() >= 4, l::trace);
            return l.state().equals(new Stable(hash("v2")));
        });
    }

    @Test
    void statusLostWhileTrafficIsSharedAndSomethingNewerIsWanted() {
        var loop = serving(4, canary(weight(25), pause(20)))
                .want("v2")
                .untilStep(1)
                .passes(10);

        loop.loseStatus().want("v3").until("v3 is promoted", l -> {
            assertTrue(l.cluster.answersEveryRequest(), l::trace);
            return l.state().equals(new Stable(hash("v3")));
        });
    }

    @Test
    void stableDeletedByHandInMidRolloutDoesNotKeepTheCandidateBack() {
        var loop = serving(4, canary(weight(50), pause(20)))
                .want("v2")
                .untilStep(1)
                .passes(10);

        loop.cluster.deleteByHand(hash("v1"));

        loop.untilStable("v2");
    }

    @Test
    void mainServiceDeletedByHandComesBackAsItWas() {
        var loop =
                serving(4, canary(weight(50), pause())).want("v2").untilStep(1).passes(10);

        loop.cluster.apply(new Action.SetTraffic(new Route.None()));
        loop.passes(20);

        assertTrue(loop.cluster.answersEveryRequest(), loop::trace);
    }

    @Test
    void oldRevisionScaledUpByHandIsTakenOutOfTheSharedTraffic() {
        var loop = serving(3, canary(weight(50), pause())).want("v2").untilStep(1);
        loop.say("promote;revision=v2;id=1")
                .untilStable("v2")
                .want("v3")
                .untilStep(1)
                .passes(10);

        loop.monitor.trust(hash("v1"));
        loop.cluster.scaleByHand(hash("v1"), 2);

        loop.passes(3)
                .until(
                        "taken out",
                        l -> l.view("v1").endpoints() == 0 && l.view("v1").pods() == 0);
        loop.until("shared again", l -> l.cluster.route() instanceof Route.Shared);
    }

    @Test
    void weightLoweredInMidRolloutGoesDownWithoutALostPod() {
        var loop =
                serving(4, canary(weight(75), pause())).want("v2").untilStep(1).passes(10);

        loop.strategy(canary(weight(25), pause())).until("weight is down", l -> {
            assertTrue(l.view("v1").endpoints() + l.view("v2").endpoints() >= 4, l::trace);
            return l.view("v2").endpoints() == 1 && l.view("v1").endpoints() == 3;
        });
    }

    @Test
    void weightLoweredFromAllTrafficGoesOn() {
        var loop = serving(4, canary(weight(100), pause(), pause()))
                .want("v2")
                .untilStep(1)
                .passes(10);
        assertEquals(only("v2"), loop.cluster.route());

        loop.strategy(canary(weight(50), weight(50), pause(5)))
                .say("promote;revision=v2;id=1")
                .untilStable("v2");
    }

    @Test
    void strategyWithFewerStepsThanWereDoneStartsAgain() {
        var loop = serving(4, canary(weight(10), pause(1), weight(50), pause()))
                .want("v2")
                .untilStep(3);

        loop.strategy(canary(weight(20), pause()))
                .until("starts again", l -> l.state() instanceof Progressing p && p.step() < 2);

        assertTrue(loop.reasons().contains("StrategyChanged"));
        assertFalse(loop.state() instanceof Stable);
    }

    @Test
    void candidateThatBecomesWantedAgainOnTheWayBackIsTriedAgain() {
        var loop =
                serving(2, canary(weight(50), pause(5))).want("v2").untilStep(1).want("v3");
        loop.passes(2).want("v2").untilStable("v2");
    }
}
