package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Blue-green: a preview, a switch, and old pods that stay warm. */
class BlueGreenTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10})
    void switchesOnceAndAtomically(int replicas) {
        var loop = serving(replicas, blueGreen(Math.max(1, replicas), pause(0)));
        var routes = new ArrayList<>(List.of(loop.cluster.route()));

        loop.want("v2").until("v2 is promoted", l -> {
            if (!routes.getLast().equals(l.cluster.route())) {
                routes.add(l.cluster.route());
            }
            return l.state().equals(new Stable(hash("v2")));
        });

        assertEquals(List.of(only("v1"), only("v2")), routes);
        loop.untilStable("v2");
    }

    @Test
    void candidateShowsBehindThePreviewWhileStableHasAllTraffic() {
        var loop = serving(3, blueGreen(1, pause())).want("v2").untilStep(1).passes(5);

        assertEquals(Optional.of(hash("v2")), loop.cluster.preview());
        assertEquals(1, loop.view("v2").available());
        assertEquals(3, loop.view("v1").endpoints());
        assertEquals(0, loop.view("v2").endpoints());
    }

    @Test
    void withoutAutoPromotionItWaitsForAPerson() {
        var loop = serving(3, blueGreen(1, pause())).want("v2").untilStep(1).passFor(Duration.ofHours(5));
        assertEquals(only("v1"), loop.cluster.route());

        loop.say("promote;revision=v2;id=1").untilStable("v2");

        assertEquals(Optional.empty(), loop.cluster.preview());
    }

    @Test
    void autoPromotionWaitsItsSeconds() {
        var loop = serving(2, blueGreen(2, pause(90))).want("v2").untilStep(1);
        Instant proven = loop.now();

        loop.until(Promoting.class);

        assertFalse(loop.now().isBefore(proven.plusSeconds(90)));
    }

    @Test
    void switchWaitsForAllReplicasThoughThePreviewHasFewer() {
        var loop = serving(3, blueGreen(1, pause(0))).want("v2");

        loop.until("switched", l -> l.cluster.route().equals(only("v2")));

        assertEquals(3, loop.view("v2").available());
    }

    @Test
    void previewWithMorePodsThanReplicasGivesUpTheSurplus() {
        serving(1, blueGreen(3, pause(5))).want("v2").untilStable("v2");
    }

    @Test
    void returnDuringTheScaleDownDelayFindsItsPodsWarm() {
        var loop = serving(3, blueGreen(1, pause(0)))
                .want("v2")
                .until("switched", l -> l.state().equals(new Stable(hash("v2"))));

        loop.want("v1").until("switched back", l -> {
            assertEquals(3, l.view("v1").available());
            return l.cluster.route().equals(only("v1"));
        });
        loop.untilStable("v1");
    }

    @Test
    void oldPodsStayWarmForTheDelayAndGoAfterIt() {
        var loop = serving(2, blueGreen(2, pause(0)))
                .want("v2")
                .until("switched", l -> l.state().equals(new Stable(hash("v2"))));
        Instant switched = loop.now();

        loop.until("old pods go", l -> l.view("v1").desired() == 0);

        assertFalse(loop.now().isBefore(switched.plus(Fixture.WARM)));
    }

    @Test
    void nextRolloutDoesNotWaitForWarmPods() {
        var loop = serving(2, blueGreen(2, pause(0)))
                .want("v2")
                .until("switched", l -> l.state().equals(new Stable(hash("v2"))));
        Instant switched = loop.now();

        loop.want("v3").until("v3 is promoted", l -> l.state().equals(new Stable(hash("v3"))));

        assertTrue(loop.now().isBefore(switched.plus(Fixture.WARM)));
    }

    @Test
    void wrongAnswerInThePreviewAbortsWithoutAnyTraffic() {
        var loop = serving(2, blueGreen(1, pause()));
        loop.cluster.behave(hash("v2"), Behaviour.ANSWERS_WRONGLY);

        loop.want("v2").until(Failed.class);

        assertEquals(
                Abort.Cause.PROBE_FAILED, loop.plan().stalled().orElseThrow().cause());
        assertEquals(only("v1"), loop.cluster.route());
    }

    @Test
    void crashJustAfterTheSwitchReturnsToTheWarmPods() {
        var loop = serving(2, blueGreen(2, pause(0)))
                .want("v2")
                .until("switched", l -> l.cluster.route().equals(only("v2")));
        loop.cluster.crash(hash("v2"));

        loop.until(Failed.class);

        assertEquals(only("v1"), loop.cluster.route());
        assertEquals(2, loop.view("v1").endpoints());
    }

    @Test
    void podLostJustBeforeTheSwitchDelaysIt() {
        var loop = serving(2, blueGreen(2, pause(0))).want("v2").untilStep(2);
        loop.cluster.loseNodeOf(hash("v2"));

        loop.untilStable("v2");

        assertEquals(2, loop.view("v2").endpoints());
    }

    @Test
    void promotionWhosePodsAreLostForGoodGivesWayToANewSpec() {
        var loop = serving(2, blueGreen(2, pause(0)))
                .want("v2")
                .until("switched", l -> l.cluster.route().equals(only("v2")));
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v2"));

        loop.passes(5);
        assertEquals(only("v1"), loop.cluster.route());

        loop.want("v3").untilStable("v3");
    }

    @Test
    void changeToCanaryInMidRolloutGoesOn() {
        var loop = serving(3, blueGreen(1, pause())).want("v2").untilStep(1);

        loop.strategy(Fixture.canary(Fixture.weight(50), pause(10))).untilStable("v2");
    }
}
