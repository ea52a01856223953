package io.modeldeployment.e2e.load;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a client saw, call by call, in the order in which the calls were sent. */
public record LoadReport(List<Call> calls) {
    public LoadReport {
        calls = calls.stream().sorted(Comparator.comparing(Call::sentAt)).toList();
    }

    /** Requests that got an answer or failed. */
    public int requests() {
        return calls.size();
    }

    /** Calls that did not get what they asked for. */
    public List<Call> failures() {
        return calls.stream().filter(call -> !call.succeeded()).toList();
    }

    /** Calls that were sent twice, since their kept connection was closed while it lay idle. */
    public long repeats() {
        return calls.stream().filter(Call::repeated).count();
    }

    /**
     * A latency that this share of the successful calls did not exceed, by the nearest rank.
     *
     * @param percent above 0, at most 100
     * @return zero when no call succeeded
     */
    public Duration latencyAt(double percent) {
        var sorted = calls.stream()
                .filter(Call::succeeded)
                .map(Call::latency)
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int rank = (int) Math.ceil(percent / 100.0 * sorted.size());
        return sorted.get(Math.max(0, rank - 1));
    }

    /** The calls sent from {@code start} until before {@code end}. */
    public LoadReport between(Instant start, Instant end) {
        return new LoadReport(calls.stream()
                .filter(call -> !call.sentAt().isBefore(start) && call.sentAt().isBefore(end))
                .toList());
    }

    /** Share in percent of the good answers whose body passes {@code test}; 0 when there was none. */
    public double shareOf(Predicate<String> test) {
        var answers = calls.stream().flatMap(call -> call.answer().stream()).toList();
        return answers.isEmpty() ? 0 : 100.0 * answers.stream().filter(test).count() / answers.size();
    }

    /** A few lines for people: how many failed, why, and from when to when. */
    public String describeFailures() {
        var failures = failures();
        var causes = failures.stream()
                .collect(Collectors.groupingBy(
                        call -> call.failure().orElse(""), LinkedHashMap::new, Collectors.toList()));
        var lines = causes.entrySet().stream()
                .limit(10)
                .map(cause -> cause.getValue().size() + " × " + cause.getKey() + ", sent from "
                        + cause.getValue().getFirst().sentAt() + " to "
                        + cause.getValue().getLast().sentAt())
                .collect(Collectors.joining("\n  "));
        return failures.size() + " of " + requests() + " requests failed" + (failures.isEmpty() ? "" : ":\n  " + lines);
    }
}
