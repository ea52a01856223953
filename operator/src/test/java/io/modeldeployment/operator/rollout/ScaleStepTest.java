package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.scale;
import static io.modeldeployment.operator.rollout.Fixture.scaleByWeight;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.split;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedCluster.Pace;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Candidate pods that its weight does not ask for: with gateways at any step, without them before the first weight. */
class ScaleStepTest {
    @Test
    void beforeTheFirstWeightTheCandidateHasSoManyPodsAndNoTraffic() {
        var loop = serving(4, canary(scale(3), pause(), weight(25), pause()))
                .want("v2")
                .untilStep(1)
                .passes(10);

        assertEquals(3, loop.view("v2").available());
        assertEquals(only("v1"), loop.cluster.route());
        assertTrue(loop.reasons().contains("StepCompleted"));
    }

    @Test
    void rule07_withoutGatewaysSurplusPodsGoBeforeTheFirstWeight() {
        var loop = serving(4, canary(scale(4), pause(1), weight(25), pause())).want("v2");

        loop.until("traffic is shared", l -> l.cluster.route() instanceof Route.Shared);

        assertEquals(1, loop.view("v2").available());
        loop.untilStep(3);
        assertEquals(1, loop.view("v2").endpoints());
    }

    @Test
    void rule07_whereTrafficIsSharedAlreadyTheStepGivesTheCandidateNoMoreOfIt() {
        var loop =
                serving(4, canary(weight(25), pause())).want("v2").untilStep(1).passes(5);

        loop.strategy(canary(scale(4), pause())).until("traffic is back", l -> {
            assertTrue(l.view("v2").endpoints() <= 1, l::trace);
            return l.cluster.route().equals(only("v1"));
        });
        loop.until("scaled", l -> l.view("v2").available() == 4);
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void withGatewaysPodsDoNotDependOnTheWeight() {
        var loop = behindGateways(4, canary(weight(10), scale(4), pause(), scaleByWeight(), pause()))
                .want("v2")
                .untilStep(2)
                .passes(10);
        assertEquals(4, loop.view("v2").backing());
        assertEquals(Optional.of(split(90, 10)), loop.cluster.gateway.effective());

        loop.say("promote;revision=v2;id=1").untilStep(4).passes(10);
        assertEquals(1, loop.view("v2").pods());
        assertEquals(Optional.of(split(90, 10)), loop.cluster.gateway.effective());
    }

    @Test
    void rule07_withGatewaysAWeightStillHasTheFullPodsForIt() {
        var loop = behindGateways(4, canary(scale(1), weight(50), pause()))
                .want("v2")
                .untilStep(2)
                .passes(10);

        assertEquals(2, loop.view("v2").backing());
    }

    @Test
    void aPercentageFollowsTheReplicas() {
        var loop = behindGateways(4, canary(new Step.Scale(new Sizing.Percent(50)), pause()))
                .want("v2")
                .untilStep(1)
                .passes(10);
        assertEquals(2, loop.view("v2").available());

        loop.replicas(9).passes(10);
        assertEquals(5, loop.view("v2").available());
    }

    @Test
    void morePodsThanReplicasAreGivenUpAtThePromotion() {
        var loop = behindGateways(2, canary(weight(10), scale(6), pause(1))).want("v2");

        loop.until("promoted", l -> {
            assertTrue(l.cluster.answersEveryRequestThroughGateways(), l::trace);
            return l.state().equals(new Stable(hash("v2"))) && l.isAtRest();
        });

        assertEquals(2, loop.view("v2").pods());
    }

    @Test
    void rule06_podsThatFindNoRoomEndTheRolloutAtTheDeadline() {
        var loop = serving(2, canary(scale(5), pause()), Pace.USUAL.withCapacity(4))
                .want("v2");

        loop.until(RolloutState.Failed.class);

        assertEquals(only("v1"), loop.cluster.route());
    }
}
