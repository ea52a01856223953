package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 19: where the cards of a candidate come from. */
class SurgePolicyTest {
    private static final Strategy HALF = canary(weight(50), pause());

    private static OperatorLoop pool(int replicas, int cards, Strategy strategy, Surge surge) {
        var loop = new OperatorLoop(
                        Fixture.policy("v1", replicas, strategy), SimulatedCluster.Pace.USUAL.withCapacity(cards))
                .surge(surge)
                .untilStable("v1");
        loop.forgetEvents();
        return loop;
    }

    @Test
    void rule19_autoSurgesWhileACardIsFree() {
        var loop = pool(3, 4, HALF, Surge.AUTO).want("v2");
        loop.until("a candidate pod", l -> {
            assertEquals(3, l.view("v1").desired());
            return l.view("v2").available() == 1;
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Surge.class,
            names = {"AUTO", "REPLACE"})
    void rule19_onAFullPoolStableGivesOnePodUpAndTheCandidateStartsWhenItIsGone(Surge surge) {
        var loop = pool(3, 3, HALF, surge).want("v2");
        loop.until("stable gives one up", l -> l.view("v1").desired() == 2);
        loop.until("its card is free", l -> {
            assertTrue(l.view("v2").desired() == 0 || l.view("v1").pods() == 2, "starts before the card is free");
            return l.view("v2").desired() == 1;
        });
        assertTrue(
                loop.plan().message().contains("gives up") || loop.view("v2").desired() == 1,
                loop.plan().message());
    }

    @Test
    void rule19_replaceTakesNoFreeCard() {
        var loop = pool(3, 10, HALF, Surge.REPLACE).want("v2").untilStep(1);
        loop.passes(30);
        assertEquals(3, loop.view("v1").pods() + loop.view("v2").pods());
    }

    @Test
    void rule19_surgeAsksForPodsAndIsAbortedAtTheDeadline() {
        var loop = pool(3, 3, HALF, Surge.FREE).want("v2").until(Failed.class);
        assertTrue(loop.reasons().contains("ProgressDeadlineExceeded"), loop.reasons()::toString);
    }

    @Test
    void rule19_queueWaitsWithoutPodsOrDeadlineAndStartsByItself() {
        var loop = pool(3, 3, HALF, Surge.QUEUE).want("v2");
        loop.passes(30).jump(Duration.ofHours(5)).passes(30);
        assertInstanceOf(Progressing.class, loop.state());
        assertEquals(0, loop.view("v2").desired());
        assertEquals(3, loop.view("v1").available());
        assertTrue(
                loop.plan().message().contains("room for a pod of v2"),
                loop.plan().message());
        loop.cluster.growTo(4);
        loop.untilStep(1);
        assertEquals(
                0,
                loop.reasons().stream()
                        .filter("ProgressDeadlineExceeded"::equals)
                        .count());
    }

    @Test
    void rule19_blueGreenQueuesForAWholeSecondSetOfCards() {
        var loop = pool(3, 5, blueGreen(1, pause(0)), Surge.QUEUE).want("v2").passes(50);
        assertEquals(0, loop.view("v2").desired());
        loop.cluster.growTo(6);
        loop.untilStable("v2");
    }

    @Test
    void rule19_blueGreenOnAFullPoolMovesPodByPodAfterThePause() {
        var loop = pool(3, 3, blueGreen(3, pause(20)), Surge.AUTO).want("v2").untilStep(1);
        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(1, loop.view("v2").available());
        loop.until("traffic is shared", l -> l.cluster.route() instanceof Route.Shared);
        loop.untilStable("v2");
        assertEquals(3, loop.view("v2").desired());
    }

    @ParameterizedTest
    @EnumSource(
            value = Surge.class,
            names = {"AUTO", "REPLACE", "QUEUE"})
    void rule19_aSingleReplicaIsNeverGivenUp(Surge surge) {
        var loop = pool(1, 1, HALF, surge).want("v2").passes(60);
        assertEquals(1, loop.view("v1").available());
        assertEquals(0, loop.view("v2").desired());
        loop.cluster.growTo(2);
        loop.untilStep(1);
    }

    @Test
    void rule19_anAbortedCandidateGivesItsCardsBackAfterTheDrain() {
        var loop = pool(2, 2, HALF, Surge.AUTO);
        loop.cluster.behave(hash("v2"), Behaviour.ANSWERS_WRONGLY);
        loop.want("v2").until(Failed.class);
        var since = loop.now();
        loop.until("stable is whole", l -> l.view("v1").available() == 2);
        assertTrue(Duration.between(since, loop.now()).compareTo(Fixture.KEPT) < 0, "kept for " + since);
    }

    @Test
    void rule19_whatWaitsForSomethingElseTakesNoPodFromStable() {
        var loop = pool(2, 2, HALF, Surge.AUTO);
        loop.clear(new Clearance.Awaited(Clearance.Need.MODEL, "the model to be fetched"));
        loop.want("v2").passes(30);
        assertEquals(2, loop.view("v1").desired());
    }

    @Test
    void rule19_throughGatewaysStableShrinksWithItsShareOnAFullPool() {
        var loop = pool(4, 4, canary(weight(25), pause(5), weight(75), pause(5)), Surge.AUTO)
                .gateway(Optional.of(new RolloutPolicy.Gateway(false)))
                .until("a route", l -> l.cluster.observe().gateway().isAcknowledged())
                .want("v2");
        loop.until("promoted", l -> {
            assertTrue(l.cluster.serving() >= 3, l::trace);
            return l.state().equals(new Stable(hash("v2"))) && l.isAtRest();
        });
        assertFalse(loop.reasons().contains("ProgressDeadlineExceeded"));
    }
}
