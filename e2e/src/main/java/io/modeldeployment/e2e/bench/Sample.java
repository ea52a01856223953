package io.modeldeployment.e2e.bench;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What one load saw.
 *
 * @param seconds how long it lasted
 * @param cpuSeconds what the server's processes computed meanwhile
 * @param calls every call that ended
 */
record Sample(double seconds, double cpuSeconds, List<Ended> calls) {
    Sample {
        calls = List.copyOf(calls);
    }

    /**
     * One call.
     *
     * @param status the HTTP status; 0 for a broken connection
     * @param millis from the moment it was due to the end of the answer
     */
    record Ended(int status, double millis) {}

    /** Good answers a second. */
    double goodput() {
        return good() / seconds;
    }

    /** Number of good answers. */
    long good() {
        return calls.stream().filter(call -> call.status == 200).count();
    }

    /** Server CPU in milliseconds for each good answer. */
    double cpuMillis() {
        return 1000 * cpuSeconds / Math.max(1, good());
    }

    /** The latency in milliseconds below which so many percent of the good answers lie. */
    double percentile(double percent) {
        return percentile(
                calls.stream()
                        .filter(call -> call.status == 200)
                        .map(Ended::millis)
                        .toList(),
                percent);
    }

    /** How many calls ended with each status. */
    Map<Integer, Long> statuses() {
        return calls.stream().collect(Collectors.groupingBy(Ended::status, TreeMap::new, Collectors.counting()));
    }

    /** The value below which so many percent lie; NaN of none. */
    static double percentile(List<Double> values, double percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.isEmpty()
                ? Double.NaN
                : sorted.get((int) Math.max(0, Math.ceil(percent / 100 * sorted.size()) - 1));
    }
}
