package io.modeldeployment.operator.verdict;

import java.util.EnumMap;
import java.util.Map;

/** Makes blocks out of successive readings of both arms' pods, taken together. */
public record ArmTracks(CounterTrack stable, CounterTrack candidate) {
    /** Before the first reading. */
    public static final ArmTracks START = new ArmTracks(CounterTrack.START, CounterTrack.START);

    /** A block for each metric, and where to go on from. */
    public record Blocks(ArmTracks next, Map<Metric, MetricBlock> blocks) {
        /** Copies the map. */
        public Blocks {
            blocks = Map.copyOf(blocks);
        }

        /** An empty one if nothing was counted. */
        public MetricBlock of(Metric metric) {
            return blocks.getOrDefault(metric, MetricBlock.NONE);
        }
    }

    /** After one more reading of both, by pod. */
    public Blocks next(Map<String, PodReading> stablePods, Map<String, PodReading> candidatePods) {
        return next(stablePods, candidatePods, 0);
    }

    /**
     * After one more reading of both, by pod.
     *
     * @param tolerance how much longer than stable's the candidate's answers may take, as a share of stable's time, from 0: stable's
     *     count as if they had
     */
    public Blocks next(Map<String, PodReading> stablePods, Map<String, PodReading> candidatePods, double tolerance) {
        CounterTrack.Counted ofStable = stable.next(stablePods, 1 + tolerance);
        CounterTrack.Counted ofCandidate = candidate.next(candidatePods);
        Map<Metric, MetricBlock> blocks = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            blocks.put(metric, new MetricBlock(ofStable.of(metric), ofCandidate.of(metric)));
        }
        return new Blocks(new ArmTracks(ofStable.next(), ofCandidate.next()), blocks);
    }
}
