package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StrategyTest {
    private final Strategy strategy = canary(pause(), weight(10), pause(60), weight(50), pause());

    @Test
    void weightIsThatOfTheLastWeightStepSoFar() {
        assertEquals(
                List.of(0, 10, 10, 50, 50, 100, 100),
                IntStream.rangeClosed(0, 6).map(strategy::weightAt).boxed().toList());
    }

    @Test
    void onlyPausesArePauses() {
        assertTrue(strategy.isPause(0));
        assertFalse(strategy.isPause(1));
        assertTrue(strategy.isPause(4));
        assertFalse(strategy.isPause(5));
    }

    @Test
    void podsAreThoseOfTheLastPreview() {
        var preview = Fixture.blueGreen(3, pause());

        assertEquals(Optional.of(3), preview.podsAskedAt(0, 10));
        assertEquals(Optional.of(3), preview.podsAskedAt(1, 10));
        assertEquals(Optional.of(3), preview.podsAskedAt(7, 10));
        assertEquals(Optional.empty(), strategy.podsAskedAt(0, 10));
    }

    @Test
    void podsAreThoseOfTheLastScaleUntilTheWeightDecidesAgain() {
        var scaled = canary(
                weight(10),
                new Step.Scale(new Sizing.Replicas(7)),
                pause(),
                new Step.Scale(new Sizing.Percent(25)),
                new Step.Scale(new Sizing.ByWeight()));

        assertEquals(Optional.empty(), scaled.podsAskedAt(0, 10));
        assertEquals(Optional.of(7), scaled.podsAskedAt(2, 10));
        assertEquals(Optional.of(3), scaled.podsAskedAt(3, 10));
        assertEquals(Optional.of(1), scaled.podsAskedAt(3, 1));
        assertEquals(Optional.empty(), scaled.podsAskedAt(4, 10));
    }

    @Test
    void strategyWithoutStepsPromotesAtOnce() {
        Fixture.serving(2, canary()).want("v2").untilStable("v2");
    }
}
