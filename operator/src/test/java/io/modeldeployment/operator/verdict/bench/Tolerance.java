package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import io.modeldeployment.operator.verdict.PodReading;
import java.util.Map;
import java.util.TreeMap;

/** Puts simulated blocks into counters and reads them as the operator does, which makes stable slower by what is tolerated. */
final class Tolerance {
    private final double share;
    private ArmCounts stable = ArmCounts.NONE;
    private ArmCounts candidate = ArmCounts.NONE;
    private ArmTracks tracks = ArmTracks.START;

    Tolerance(double share) {
        this.share = share;
    }

    /** The block of latencies as the operator would count it. */
    MetricBlock of(MetricBlock block) {
        if (stable.events().isEmpty()) {
            stable = new ArmCounts(0, zero(block.stable()));
            candidate = new ArmCounts(0, zero(block.candidate()));
            tracks = read().next();
        }
        stable = counted(stable, block.stable());
        candidate = counted(candidate, block.candidate());
        ArmTracks.Blocks blocks = read();
        tracks = blocks.next();
        return blocks.of(Metric.LATENCY);
    }

    private ArmTracks.Blocks read() {
        return tracks.next(
                Map.of("stable", new PodReading(Map.of(Metric.LATENCY, stable))),
                Map.of("candidate", new PodReading(Map.of(Metric.LATENCY, candidate))),
                share);
    }

    private static Map<String, Long> zero(ArmCounts block) {
        Map<String, Long> zero = new TreeMap<>();
        block.events().keySet().forEach(bound -> zero.put(bound, 0L));
        return zero;
    }

    private static ArmCounts counted(ArmCounts before, ArmCounts block) {
        Map<String, Long> within = new TreeMap<>();
        before.events().forEach((bound, count) -> within.put(bound, count + block.requests() - block.of(bound)));
        return new ArmCounts(before.requests() + block.requests(), within);
    }
}
