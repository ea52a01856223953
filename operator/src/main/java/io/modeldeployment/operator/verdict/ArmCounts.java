package io.modeldeployment.operator.verdict;

import java.util.Collections;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What one arm, or one pod, counted of one metric: how many answers, and how often each event was among them. In a reading of a
 * pod these are its counters, from its start; in a block, what came since the last reading.
 *
 * @param requests answers counted, from 0
 * @param events the events by name, each from 0; none may be missing that the metric always has, such as a latency bound
 */
public record ArmCounts(long requests, Map<String, Long> events) {
    /** Nothing counted. */
    public static final ArmCounts NONE = new ArmCounts(0, Map.of());

    /** @throws IllegalArgumentException if a count is negative */
    public ArmCounts {
        events = Collections.unmodifiableMap(new TreeMap<>(events));
        if (requests < 0 || events.values().stream().anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException(
                    "counts have to be from 0, not %d requests with %s".formatted(requests, events));
        }
    }

    /** How often the event was counted; 0 if it is not there. */
    public long of(String event) {
        return events.getOrDefault(event, 0L);
    }

    /** From answers within each bound to answers above it; as counters are not read at one instant, at least 0. */
    public ArmCounts exceeding() {
        Map<String, Long> above = new TreeMap<>();
        events.forEach((bound, within) -> above.put(bound, Math.max(0, requests - within)));
        return new ArmCounts(requests, above);
    }

    /**
     * Counters of answers within bounds as if every answer had taken {@code factor} times as long, from 1: by a straight line within
     * each bucket, as Prometheus' {@code histogram_quantile} draws it. What is within a bound becomes what was within an earlier time, so
     * never more. Whole, and never less than for fewer answers: both are what differences of two readings need.
     */
    ArmCounts slower(double factor) {
        if (factor == 1 || events.isEmpty()) {
            return this;
        }
        NavigableMap<Double, Long> within = new TreeMap<>(Map.of(0.0, 0L));
        events.forEach((bound, count) -> within.put(Double.parseDouble(bound), count));
        Map<String, Long> later = new TreeMap<>(events);
        later.replaceAll((bound, _) -> within(within, Double.parseDouble(bound) / factor));
        return new ArmCounts(requests, later);
    }

    private static long within(NavigableMap<Double, Long> bounds, double time) {
        var lower = bounds.floorEntry(time);
        var upper = bounds.ceilingEntry(time);
        double width = upper.getKey() - lower.getKey();
        double share = width == 0 ? 0 : (time - lower.getKey()) / width;
        return lower.getValue() + (long) Math.floor(share * (upper.getValue() - lower.getValue()));
    }

    /** Whether some counter is lower than {@code before}, which happens only to a process that has started anew. */
    boolean startedAnewAfter(ArmCounts before) {
        return requests < before.requests
                || before.events.entrySet().stream().anyMatch(event -> of(event.getKey()) < event.getValue());
    }

    /** What was counted since {@code before}; every event that is counted now. */
    ArmCounts since(ArmCounts before) {
        Map<String, Long> more = new TreeMap<>();
        events.forEach((event, count) -> more.put(event, count - before.of(event)));
        return new ArmCounts(requests - before.requests, more);
    }

    /** Both pods together: {@code all} their events, or those that both know. */
    ArmCounts plus(ArmCounts other, boolean all) {
        Map<String, Long> sums = new TreeMap<>(events);
        other.events.forEach((event, count) -> sums.merge(event, count, Long::sum));
        if (!all) {
            sums.keySet().retainAll(events.keySet());
            sums.keySet().retainAll(other.events.keySet());
        }
        return new ArmCounts(requests + other.requests, sums);
    }
}
