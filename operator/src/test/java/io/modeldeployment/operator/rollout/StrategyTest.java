package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
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
    void previewPodsAreThoseOfTheLastPreviewOrOne() {
        var preview = Fixture.blueGreen(3, pause());

        assertEquals(3, preview.previewReplicasAt(0));
        assertEquals(3, preview.previewReplicasAt(1));
        assertEquals(3, preview.previewReplicasAt(7));
        assertEquals(1, strategy.previewReplicasAt(0));
    }

    @Test
    void strategyWithoutStepsPromotesAtOnce() {
        Fixture.serving(2, canary()).want("v2").untilStable("v2");
    }
}
