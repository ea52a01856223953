package io.modeldeployment.operator.verdict;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Makes what an arm counted between two readings out of the counters of its pods, which come, go and start anew.
 *
 * <p>A pod counts from its second reading on. One whose counter went backwards has restarted and begins again with that
 * reading; one that was left out of a reading begins again too. So nothing is ever counted twice, negative, or into another
 * block than the other arm's.
 *
 * @param last the last reading of every pod, by a name that changes with its process: the pod's UID and the restarts of its container; a
 *     restart is seen by the counters alone only as long as they have not overtaken where they were
 */
public record CounterTrack(Map<String, PodReading> last) {
    /** Before the first reading. */
    public static final CounterTrack START = new CounterTrack(Map.of());

    /** Copies the map. */
    public CounterTrack {
        last = Map.copyOf(last);
    }

    /** What was counted since the last reading, by metric, and where to go on from. */
    public record Counted(CounterTrack next, Map<Metric, ArmCounts> counts) {
        /** Copies the map. */
        public Counted {
            counts = Map.copyOf(counts);
        }

        /** Nothing, if no pod counted it. */
        public ArmCounts of(Metric metric) {
            return counts.getOrDefault(metric, ArmCounts.NONE);
        }
    }

    /** After a reading of all pods that could be read. */
    public Counted next(Map<String, PodReading> reading) {
        return next(reading, 1);
    }

    /**
     * After a reading of all pods that could be read.
     *
     * @param slowdown latencies are counted as if they were that many times as long, from 1
     */
    public Counted next(Map<String, PodReading> reading, double slowdown) {
        Map<Metric, ArmCounts> counts = new EnumMap<>(Metric.class);
        for (Metric metric : Metric.values()) {
            List<ArmCounts> deltas = deltas(metric, reading, slowdown);
            deltas.stream()
                    .reduce((one, other) -> one.plus(other, metric.learnsEvents()))
                    .map(sum -> metric == Metric.LATENCY ? sum.exceeding() : sum)
                    .ifPresent(sum -> counts.put(metric, sum));
        }
        return new Counted(new CounterTrack(reading), counts);
    }

    private List<ArmCounts> deltas(Metric metric, Map<String, PodReading> reading, double slowdown) {
        List<ArmCounts> deltas = new ArrayList<>();
        reading.forEach((pod, now) -> {
            PodReading before = last.get(pod);
            if (before != null && now.counters().containsKey(metric) && !now.startedAnewAfter(before)) {
                deltas.add(
                        metric == Metric.LATENCY
                                ? now.of(metric)
                                        .slower(slowdown)
                                        .since(before.of(metric).slower(slowdown))
                                : now.of(metric).since(before.of(metric)));
            }
        });
        return deltas;
    }
}
