package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.hash;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What holds in every history. {@code -Drollout.histories=n} tries more of them, {@code -Drollout.seed=n} starts at
 * another.
 */
class RolloutPropertyTest {
    private static final int HISTORIES = Integer.getInteger("rollout.histories", 100);
    private static final long FIRST_SEED = Long.getLong("rollout.seed", 0);
    private static final int LENGTH = 250;
    private static final String NEWEST = "v9";

    @Test
    void invariantsHoldAndAGoodNewestRevisionIsPromotedInTheEnd() {
        forEachSeed(seed -> {
            var history = new RandomHistory(seed);
            OperatorLoop loop = happen(history);
            boolean stableStaysBroken = history.chance(30);
            calm(loop, stableStaysBroken);
            loop.want(NEWEST);

            until(
                    loop,
                    history,
                    "the good revision " + NEWEST + " is promoted",
                    l -> l.state().equals(new Stable(hash(NEWEST))) && l.isAtRest());
            AtRest.check(loop);
        });
    }

    @Test
    void invariantsHoldAndABadNewestRevisionIsGivenUpInTheEnd() {
        forEachSeed(seed -> {
            var history = new RandomHistory(seed);
            OperatorLoop loop = happen(history);
            calm(loop, false);
            Behaviour bad = history.pick(List.of(Behaviour.CRASHES, Behaviour.ANSWERS_WRONGLY, Behaviour.PENDING));
            loop.cluster.behave(hash(NEWEST), bad);
            loop.replicas(Math.max(1, loop.policy().replicas())).want(NEWEST);

            until(
                    loop,
                    history,
                    "the bad revision " + NEWEST + " is given up",
                    l -> l.state() instanceof Failed(var _, var candidate, var _)
                                    && candidate.equals(hash(NEWEST))
                                    && l.cluster.observe().of(candidate).pods() == 0
                                    && l.isAtRest()
                            || l.state() instanceof Initial(var first, var _)
                                    && first.equals(hash(NEWEST))
                                    && l.plan().stalled().isPresent());
            assertTrue(loop.cluster.observe().of(hash(NEWEST)).endpoints() == 0);
            if (loop.state() instanceof Failed) {
                AtRest.check(loop);
            }
        });
    }

    @Test
    void whateverIsWantedTheLoopComesToRest() {
        forEachSeed(seed -> {
            var history = new RandomHistory(seed);
            OperatorLoop loop = happen(history);
            calm(loop, false);

            until(
                    loop,
                    history,
                    "rest",
                    l -> (l.state().equals(new Stable(l.policy().wanted()))
                                    || l.state() instanceof Failed(var _, var candidate, var _)
                                            && candidate.equals(l.policy().wanted()))
                            && l.isAtRest());
            AtRest.check(loop);
        });
    }

    @Test
    void noRequestFailsWhateverPeopleDo() {
        forEachSeed(seed -> {
            var history = new RandomHistory(seed);
            var loop = new OperatorLoop(Fixture.policy("v1", history.size(1), history.strategy()), history.pace());
            for (int i = 2; i <= 4; i++) {
                loop.cluster.behave(hash("v" + i), history.chance(60) ? Behaviour.GOOD : history.behaviour());
            }
            history.slowGateways(loop);
            loop.gateway(history.gateway());
            loop.untilStable("v1");
            for (int i = 0; i < LENGTH; i++) {
                if (history.chance(10)) {
                    history.peopleAct(loop);
                } else if (history.chance(1)) {
                    loop.loseStatus();
                }
                loop.pass();
                assertTrue(loop.cluster.answersEveryRequest(), () -> "a request fails\n" + loop.trace());
                assertTrue(
                        loop.cluster.answersEveryRequestThroughGateways(),
                        () -> "a request through a gateway fails\n" + loop.trace());
            }
        });
    }

    private static OperatorLoop happen(RandomHistory history) {
        SimulatedCluster.Pace pace = history.pace();
        int replicas = history.size(0);
        var loop = new OperatorLoop(
                Fixture.policy("v1", replicas, history.strategy()),
                history.chance(30) ? pace.withCapacity(replicas + 1) : pace);
        history.slowGateways(loop);
        loop.gateway(history.gateway()).surge(history.surge()).knowsRoom(history.chance(70));
        int until = 1 + history.below(LENGTH);
        for (int i = 0; i < until; i++) {
            if (history.chance(8)) {
                history.peopleAct(loop);
            }
            if (history.chance(4)) {
                history.thingsBreak(loop);
            }
            loop.pass();
        }
        return loop;
    }

    /** Faults stop; only the stable revision may stay broken. */
    private static void calm(OperatorLoop loop, boolean stableStaysBroken) {
        loop.seeLate(0)
                .paused(false)
                .judged(new Judgement.Good("good"), new Judgement.Good("good"))
                .clear(new Clearance.Cleared())
                .rescue(new Rescue.None());
        loop.cluster.growTo(1000);
        loop.cluster.gateway.install(true);
        loop.cluster.gateway.feel(SimulatedGateway.Mood.GOOD);
        for (int i = 1; i <= 4; i++) {
            RevisionHash revision = hash("v" + i);
            boolean broken = stableStaysBroken
                    && loop.state().stableRevision().filter(revision::equals).isPresent();
            loop.cluster.behave(revision, broken ? Behaviour.PENDING : Behaviour.GOOD);
            if (broken) {
                loop.cluster.loseNodeOf(revision);
            }
        }
    }

    private static void until(
            OperatorLoop loop, RandomHistory history, String what, Predicate<OperatorLoop> condition) {
        loop.until(what, l -> {
            history.personPromotes(l);
            return condition.test(l);
        });
    }

    private static void forEachSeed(LongConsumer property) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            try {
                property.accept(seed);
            } catch (AssertionError | RuntimeException e) {
                var failure = new AssertionError("-Drollout.histories=1 -Drollout.seed=" + seed + ": " + e);
                failure.setStackTrace(e.getStackTrace());
                throw failure;
            }
        }
    }
}
