package io.modeldeployment.operator.verdict;

import java.util.Map;

/**
 * The counters of one pod's server, all read at once: cumulative, as Prometheus shows them.
 *
 * @param counters by metric; for {@link Metric#LATENCY} the events are the bounds of the histogram without {@code +Inf}, counting
 *     answers within them
 */
public record PodReading(Map<Metric, ArmCounts> counters) {
    /** Copies the map. */
    public PodReading {
        counters = Map.copyOf(counters);
    }

    ArmCounts of(Metric metric) {
        return counters.getOrDefault(metric, ArmCounts.NONE);
    }

    boolean startedAnewAfter(PodReading before) {
        return before.counters.entrySet().stream()
                .anyMatch(entry -> of(entry.getKey()).startedAnewAfter(entry.getValue()));
    }
}
