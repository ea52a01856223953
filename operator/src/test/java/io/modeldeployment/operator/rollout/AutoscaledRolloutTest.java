package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 17: an autoscaler sets the replicas whenever it likes, and a rollout goes by its count there and back. */
class AutoscaledRolloutTest {
    private static final Strategy HALVES = canary(weight(50), pause());

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void rule17_inMidStepBothRevisionsFollowTheCount(int count) {
        var loop = serving(4, HALVES).want("v2").untilStep(1).passes(5);

        loop.replicas(count).passes(40);

        ReplicaSplit split = ReplicaSplit.nearest(count, 50);
        assertEquals(split.candidate(), loop.view("v2").endpoints());
        assertEquals(split.stable(), loop.view("v1").endpoints());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 9})
    void rule17_throughGatewaysTheCandidateKeepsItsShareOfTheCount(int count) {
        var loop = behindGateways(4, HALVES).want("v2").untilStep(1).passes(5);

        loop.replicas(count).passes(40);

        assertEquals(ReplicaSplit.sized(count, 50), loop.view("v2").pods());
        assertEquals(count, loop.view("v1").pods());
        assertEquals(Optional.of(Fixture.split(50, 50)), loop.cluster.gateway.effective());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void rule17_aCountThatChangesDuringThePromotionIsThatOfTheNewRevision(int count) {
        var loop = serving(4, HALVES).want("v2").untilStep(1).say("promote;revision=v2;id=1");

        loop.until(Promoting.class).replicas(count).until("promoted", l -> {
            assertTrue(l.cluster.answersEveryRequest(), l::trace);
            return l.state().equals(new Stable(hash("v2"))) && l.isAtRest();
        });

        assertEquals(count, loop.view("v2").endpoints());
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 9})
    void rule17_anAbortBringsStableBackWithTheCountOfNow(int count) {
        var loop = serving(4, HALVES)
                .want("v2")
                .untilStep(1)
                .passes(5)
                .replicas(count)
                .passes(2);

        loop.say("abort;revision=v2;id=1").until("back", l -> {
            assertTrue(l.cluster.answersEveryRequest(), l::trace);
            return l.state() instanceof Failed && l.isAtRest();
        });

        assertEquals(count, loop.view("v1").endpoints());
    }

    @Test
    void rule17_aCountThatChangesOnTheWayBackIsWaitedFor() {
        var loop = serving(4, HALVES).want("v2").untilStep(1).passes(5).say("abort;revision=v2;id=1");

        loop.replicas(8).until("traffic is back", l -> l.cluster.route().equals(Fixture.only("v1")));

        assertEquals(8, loop.view("v1").available());
    }

    @Test
    void rule17_blueGreenSwitchesToAsManyPodsAsAreWantedByThen() {
        var loop = serving(2, blueGreen(1, pause())).want("v2").untilStep(1).passes(5);

        loop.replicas(7)
                .say("promote;revision=v2;id=1")
                .until("switched", l -> l.cluster.route().equals(Fixture.only("v2")));

        assertEquals(7, loop.view("v2").available());
    }

    @Test
    void rule17_noRequestFailsThoughTheCountChangesAllTheTime() {
        for (long seed = 0; seed < 40; seed++) {
            var history = new RandomHistory(seed);
            var loop = new OperatorLoop(Fixture.policy("v1", 3, history.strategy()), history.pace());
            history.slowGateways(loop);
            loop.gateway(history.gateway());
            loop.untilStable("v1").want("v2");
            for (int i = 0; i < 200; i++) {
                if (history.chance(15)) {
                    loop.replicas(1 + history.below(8));
                }
                if (history.chance(2)) {
                    loop.want("v" + (1 + history.below(3)));
                }
                history.personPromotes(loop);
                loop.pass();
                assertTrue(loop.cluster.answersEveryRequest(), loop::trace);
                assertTrue(loop.cluster.answersEveryRequestThroughGateways(), loop::trace);
            }
        }
    }
}
