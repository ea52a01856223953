package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.hash;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * Rule 19 on a pool without a card to spare: every rollout ends, and no more than one pod is missing meanwhile. {@code
 * -Drollout.histories=n} tries more, {@code -Drollout.seed=n} starts at another.
 */
class FullPoolPropertyTest {
    private static final int HISTORIES = Integer.getInteger("rollout.histories", 100);
    private static final long FIRST_SEED = Long.getLong("rollout.seed", 0);
    private static final List<Integer> SIZES = List.of(2, 3, 4, 10);

    @Test
    void byReplacingAGoodRevisionIsPromotedWithNoMoreThanOnePodMissing() {
        forEachSeed(trial -> {
            trial.loop.want("v2");
            trial.until(
                    "v2 is promoted and whole",
                    loop -> loop.state().equals(new Stable(hash("v2")))
                            && loop.isAtRest()
                            && loop.view("v2").available() == loop.policy().replicas());
            AtRest.check(trial.loop);
        });
    }

    @Test
    void byReplacingABadRevisionIsGivenUpAndStableGetsItsCardsBack() {
        forEachSeed(trial -> {
            Behaviour bad =
                    trial.history.pick(List.of(Behaviour.CRASHES, Behaviour.ANSWERS_WRONGLY, Behaviour.PENDING));
            trial.loop.cluster.behave(hash("v2"), bad);
            trial.loop.want("v2");
            trial.until(
                    "v2 is given up and v1 is whole",
                    loop -> loop.state() instanceof Failed
                            && loop.isAtRest()
                            && loop.view("v1").available() == loop.policy().replicas());
        });
    }

    @Test
    void byReplacingRolloutsThatAreSupersededOrTakenBackEndToo() {
        forEachSeed(trial -> {
            trial.loop.want("v2");
            trial.pass(trial.history.below(150));
            trial.loop.want(trial.history.pick(List.of("v1", "v3")));
            trial.pass(trial.history.below(100));
            trial.loop.want("v3");
            trial.until("v3 is promoted", loop -> loop.state().equals(new Stable(hash("v3"))) && loop.isAtRest());
        });
    }

    @Test
    void aCardMoreOrAPoolThatGrowsMeanwhileDoesNoHarm() {
        forEachSeed(trial -> {
            trial.loop.want("v2");
            for (int i = 0; i < 10; i++) {
                trial.pass(trial.history.below(30));
                trial.loop.cluster.growTo(trial.loop.policy().replicas() + trial.history.below(3));
            }
            trial.until("v2 is promoted", loop -> loop.state().equals(new Stable(hash("v2"))) && loop.isAtRest());
        });
    }

    /** One pool that is full with v1, and a person who ends pauses. */
    private record Trial(RandomHistory history, OperatorLoop loop) {
        static Trial of(long seed) {
            var history = new RandomHistory(seed);
            int replicas = history.pick(SIZES);
            var loop = new OperatorLoop(
                    Fixture.policy("v1", replicas, history.strategy()),
                    history.pace().withCapacity(replicas));
            history.slowGateways(loop);
            loop.gateway(history.chance(50) ? history.gateway() : Optional.empty())
                    .surge(history.pick(List.of(Surge.AUTO, Surge.REPLACE)))
                    .knowsRoom(history.chance(70))
                    .judged(new Judgement.Good("good"), new Judgement.Good("good"));
            loop.untilStable("v1");
            return new Trial(history, loop);
        }

        void pass(int count) {
            for (int i = 0; i < count; i++) {
                loop.pass();
                check();
            }
        }

        void until(String what, Predicate<OperatorLoop> condition) {
            loop.until(what, l -> {
                history.personPromotes(l);
                check();
                return condition.test(l);
            });
        }

        private void check() {
            assertTrue(loop.cluster.answersEveryRequest(), () -> "a request fails\n" + loop.trace());
            assertTrue(
                    loop.cluster.answersEveryRequestThroughGateways(),
                    () -> "a request through a gateway fails\n" + loop.trace());
            assertTrue(
                    loop.cluster.serving() >= loop.policy().replicas() - 1
                            || loop.state() instanceof RolloutState.RollingBack,
                    () -> loop.cluster.serving() + " pods serve\n" + loop.trace());
        }
    }

    private static void forEachSeed(Consumer<Trial> property) {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + HISTORIES; seed++) {
            Trial trial = Trial.of(seed);
            try {
                property.accept(trial);
            } catch (AssertionError | RuntimeException e) {
                var failure = new AssertionError(
                        "-Drollout.histories=1 -Drollout.seed=" + seed + ": " + e + "\n" + trial.loop.trace());
                failure.setStackTrace(e.getStackTrace());
                throw failure;
            }
        }
    }
}
