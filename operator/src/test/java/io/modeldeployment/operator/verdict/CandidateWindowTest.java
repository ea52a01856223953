package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class CandidateWindowTest {
    /** Per block: failed of all requests, and of ten computed answers those slower than 0.1 s and 1 s. */
    private static CandidateWindow after(int blocks, long failed, long slow, long slowest) {
        var counted = new ArmTracks.Blocks(
                ArmTracks.START,
                Map.of(
                        Metric.ERROR_RATE, candidate(new ArmCounts(20, Map.of("", failed))),
                        Metric.LATENCY, candidate(new ArmCounts(10, Map.of("0.1", slow, "1.0", slowest)))));
        CandidateWindow window = CandidateWindow.EMPTY;
        for (int i = 0; i < blocks; i++) {
            window = window.plus(counted);
        }
        return window;
    }

    private static MetricBlock candidate(ArmCounts counts) {
        return new MetricBlock(ArmCounts.NONE, counts);
    }

    @Test
    void withoutRequestsThereIsNoValue() {
        assertEquals(OptionalDouble.empty(), CandidateWindow.EMPTY.errorRate());
        assertEquals(OptionalDouble.empty(), CandidateWindow.EMPTY.latency(0.99));
        CandidateWindow quiet = CandidateWindow.EMPTY.plus(new ArmTracks.Blocks(ArmTracks.START, Map.of()));
        assertEquals(OptionalDouble.empty(), quiet.errorRate());
    }

    @Test
    void errorsAreAShareOfAllRequestsOfAllBlocks() {
        assertEquals(0.1, after(3, 2, 0, 0).errorRate().orElseThrow(), 1e-12);
        assertEquals(
                0.1,
                after(3, 2, 0, 0)
                        .plus(new ArmTracks.Blocks(ArmTracks.START, Map.of()))
                        .errorRate()
                        .orElseThrow(),
                1e-12);
    }

    @Test
    void aQuantileLiesOnALineWithinItsBucket() {
        CandidateWindow window = after(2, 0, 5, 0);
        assertEquals(0.1, window.latency(0.5).orElseThrow(), 1e-12);
        assertEquals(0.05, window.latency(0.25).orElseThrow(), 1e-12);
        assertEquals(0.1 + 0.9 * 0.9, window.latency(0.95).orElseThrow(), 1e-12);
    }

    @Test
    void aboveTheLastBoundItIsInfinite() {
        assertTrue(Double.isInfinite(after(1, 0, 5, 2).latency(0.99).orElseThrow()));
    }
}
