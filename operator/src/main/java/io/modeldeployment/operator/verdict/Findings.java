package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Puts a comparison into evidence and into words. */
final class Findings {
    private static final double LARGEST_LOG = 700;

    private Findings() {}

    static Evidence of(MetricTest test, Map.Entry<String, Comparison> event, Criteria criteria) {
        Comparison comparison = event.getValue();
        Interval interval = comparison.interval(criteria.alpha());
        double e = Math.exp(Math.min(test.peak(), LARGEST_LOG));
        return new Evidence(
                OptionalDouble.of(comparison.difference().estimate()),
                Optional.of(interval),
                OptionalDouble.of(e),
                test.samples(),
                "%s: candidate %s, stable %s, difference %s points (%s to %s); E %s, alarm at %s"
                        .formatted(
                                test.metric().describe(event.getKey(), criteria.tolerance()),
                                rate(
                                        comparison.total().candidateEvents(),
                                        comparison.total().candidateRequests()),
                                rate(
                                        comparison.total().stableEvents(),
                                        comparison.total().stableRequests()),
                                points(comparison.difference().estimate()),
                                points(interval.lower()),
                                points(interval.upper()),
                                number(e),
                                number(1 / criteria.alpha())));
    }

    static String outlook(Undecided undecided, Criteria criteria) {
        var line = new StringBuilder();
        undecided
                .untilAlarm()
                .ifPresent(requests -> line.append("; %s points worse would show after about %s more candidate requests"
                        .formatted(plain(100 * criteria.minEffect()), number(requests))));
        undecided
                .untilPass()
                .ifPresent(requests ->
                        line.append("; a pass takes about %s if it stays like this".formatted(number(requests))));
        return line.toString();
    }

    static String words(Duration duration) {
        return duration.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    static String rate(long events, long requests) {
        return requests == 0
                ? "nothing yet"
                : String.format(Locale.ROOT, "%.2f %% of %s", 100.0 * events / requests, number(requests));
    }

    static String points(double difference) {
        return String.format(Locale.ROOT, "%+.2f", 100 * difference);
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }

    static String number(double value) {
        if (value >= 1e9) {
            return "over a billion";
        }
        return value >= 10 ? String.format(Locale.ROOT, "%,.0f", value) : String.format(Locale.ROOT, "%.2f", value);
    }
}
