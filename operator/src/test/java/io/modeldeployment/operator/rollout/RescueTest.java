package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.serving;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What recovery can ask of a rollout once what was promoted stops answering (rule 27). */
class RescueTest {
    private static final Strategy STEPS = canary(weight(50), pause(60));
    private static final Rescue BACK = new Rescue.RollBack(hash("v1"), "pod a failed 3 probes in a row");

    private static List<OperatorLoop> promoted() {
        return List.of(
                serving(2, STEPS).want("v2").untilStable("v2"),
                serving(2, blueGreen(1, pause(5))).want("v2").untilStable("v2"),
                behindGateways(2, STEPS).want("v2").untilStable("v2"));
    }

    @Test
    void rule27_whatServedBeforeGetsTheTrafficBackAndTheRevisionIsNotTriedAgain() {
        for (OperatorLoop loop : promoted()) {
            loop.rescue(BACK).until(Failed.class);

            var failed = (Failed) loop.state();
            assertEquals(hash("v1"), failed.stable());
            assertEquals(Abort.Cause.UNHEALTHY, failed.abort().cause());
            assertEquals(only("v1"), loop.cluster.route());
            loop.rescue(new Rescue.None()).passFor(Duration.ofHours(1));
            assertInstanceOf(Failed.class, loop.state());
        }
    }

    @Test
    void rule27_aRevisionThatIsGoneIsNoWayBack() {
        var loop = serving(2, STEPS).want("v2").untilStable("v2");

        loop.rescue(new Rescue.RollBack(hash("v9"), "why")).passes(30);

        assertEquals(new Stable(hash("v2")), loop.state());
    }

    @Test
    void rule27_whatReplacesARevisionThatFailsTakesNoSteps() {
        for (OperatorLoop loop : promoted()) {
            loop.forgetEvents();
            loop.cluster.behave(hash("v2"), Behaviour.PENDING);
            loop.cluster.loseNodeOf(hash("v2"));

            loop.rescue(new Rescue.Replace())
                    .want("v3")
                    .until("v3 alone", l -> l.state().equals(new Stable(hash("v3"))));

            assertFalse(loop.reasons().contains("StepCompleted"), loop::trace);
        }
    }

    @Test
    void rule27_itComesAlsoWhereWhatServedBeforeDoesNotComeBack() {
        var loop = serving(2, STEPS).want("v2").untilStable("v2");
        for (String lost : List.of("v1", "v2")) {
            loop.cluster.behave(hash(lost), Behaviour.PENDING);
        }
        loop.cluster.loseNodeOf(hash("v2"));
        loop.rescue(BACK).until(RollingBack.class).passFor(Duration.ofMinutes(5));

        loop.rescue(new Rescue.Replace()).want("v3").untilStable("v3");
    }

    @Test
    void rule27_whatServedBeforeIsNotReplacedByItself() {
        var loop = serving(2, STEPS).want("v2").untilStable("v2");
        for (String lost : List.of("v1", "v2")) {
            loop.cluster.behave(hash(lost), Behaviour.PENDING);
        }
        loop.cluster.loseNodeOf(hash("v2"));
        loop.rescue(BACK).until(RollingBack.class);
        loop.rescue(new Rescue.Replace()).want("v1").passFor(Duration.ofMinutes(1));
        loop.cluster.behave(hash("v1"), Behaviour.GOOD);

        loop.rescue(new Rescue.None()).untilStable("v1");
    }
}
