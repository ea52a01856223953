package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * What every pod of one revision had counted when it was last read, from which the next reading makes a difference.
 *
 * @param pods counts since their start by the pods' names
 */
record CounterBook(Map<String, Map<Metric, ArmCounts>> pods) {
    static final CounterBook EMPTY = new CounterBook(Map.of());

    CounterBook {
        pods = Map.copyOf(pods);
    }

    /**
     * What was counted between this reading and the {@code next}. A pod seen for the first time counts from then on; one whose
     * counters went back has started anew, and all that it has counted since is new; one that is gone takes the rest with it.
     */
    Map<Metric, ArmCounts> until(CounterBook next) {
        Map<Metric, ArmCounts> sums = new EnumMap<>(Metric.class);
        next.pods.forEach((pod, now) -> {
            Map<Metric, ArmCounts> before = pods.get(pod);
            if (before != null) {
                now.forEach((metric, counts) -> sums.merge(
                        metric, since(before.getOrDefault(metric, ArmCounts.NONE), counts), CounterBook::plus));
            }
        });
        return sums;
    }

    private static ArmCounts since(ArmCounts before, ArmCounts now) {
        boolean startedAnew = now.requests() < before.requests()
                || before.events().keySet().stream().anyMatch(event -> now.of(event) < before.of(event));
        if (startedAnew) {
            return now;
        }
        Map<String, Long> events = new HashMap<>();
        now.events().forEach((event, count) -> events.put(event, count - before.of(event)));
        return new ArmCounts(now.requests() - before.requests(), events);
    }

    private static ArmCounts plus(ArmCounts one, ArmCounts other) {
        Map<String, Long> events = new HashMap<>(one.events());
        other.events().forEach((event, count) -> events.merge(event, count, Long::sum));
        return new ArmCounts(one.requests() + other.requests(), events);
    }
}
