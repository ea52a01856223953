package io.modeldeployment.operator.verdict;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one arm, or one pod, counted of one metric: how many answers, and how often each event was among them.
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
}
