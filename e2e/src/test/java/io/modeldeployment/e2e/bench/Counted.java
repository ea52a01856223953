package io.modeldeployment.e2e.bench;

import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an inference server has counted of its users' requests.
 *
 * @param requests answered or failed
 * @param failed those that it could not answer
 * @param timed those whose answers were computed, and timed
 * @param notSlower how many of the timed ones took at most so many seconds
 */
record Counted(long requests, long failed, long timed, SortedMap<Double, Long> notSlower) {
    static final Counted NONE = new Counted(0, 0, 0, new TreeMap<>());

    private static final Pattern LINE = Pattern.compile("(\\w+)\\{(.*)} ([0-9.eE+-]+)");

    /** Reads a page in Prometheus' text format; empty when it is not that of an inference server. */
    static Optional<Counted> parse(String page) {
        long requests = 0;
        long failed = 0;
        long timed = 0;
        boolean known = false;
        SortedMap<Double, Long> notSlower = new TreeMap<>();
        Matcher line = LINE.matcher(page);
        while (line.find()) {
            String labels = line.group(2);
            long count = (long) Double.parseDouble(line.group(3));
            switch (line.group(1)) {
                case "model_predictions_total" -> {
                    known = true;
                    boolean bad = labels.contains("status=\"error\"") || labels.contains("status=\"rejected\"");
                    failed += bad ? count : 0;
                    requests += bad || labels.contains("status=\"success\"") ? count : 0;
                }
                case "model_prediction_duration_seconds_count" -> timed += isComputed(labels) ? count : 0;
                case "model_prediction_duration_seconds_bucket" -> {
                    if (isComputed(labels)) {
                        bound(labels).ifPresent(bound -> notSlower.merge(bound, count, Long::sum));
                    }
                }
                default -> {
                    // Nothing that a rule looks at.
                }
            }
        }
        return known ? Optional.of(new Counted(requests, failed, timed, notSlower)) : Optional.empty();
    }

    private static boolean isComputed(String labels) {
        return !labels.contains("from_cache=\"true\"");
    }

    private static Optional<Double> bound(String labels) {
        Matcher bound = Pattern.compile("le=\"([0-9.eE+-]+)\"").matcher(labels);
        return bound.find() ? Optional.of(Double.valueOf(bound.group(1))) : Optional.empty();
    }

    Counted plus(Counted other) {
        return combined(other, 1);
    }

    /** What was counted since {@code before}. */
    Counted minus(Counted before) {
        return combined(before, -1);
    }

    private Counted combined(Counted other, int sign) {
        SortedMap<Double, Long> sum = new TreeMap<>(notSlower);
        for (Map.Entry<Double, Long> entry : other.notSlower.entrySet()) {
            sum.merge(entry.getKey(), sign * entry.getValue(), Long::sum);
        }
        return new Counted(
                requests + sign * other.requests, failed + sign * other.failed, timed + sign * other.timed, sum);
    }

    /** The share of the requests that were answered; 1 of none. */
    double success() {
        return requests == 0 ? 1 : 1 - (double) failed / requests;
    }

    /** Seconds within which 99 of 100 timed requests were answered, as Prometheus' {@code histogram_quantile} has it: linear within a bucket; 0 of none. */
    double p99() {
        double wanted = 0.99 * timed;
        double from = 0;
        long below = 0;
        for (Map.Entry<Double, Long> bucket : notSlower.entrySet()) {
            if (timed > 0 && bucket.getValue() >= wanted) {
                return from + (bucket.getKey() - from) * (wanted - below) / Math.max(1, bucket.getValue() - below);
            }
            from = bucket.getKey();
            below = bucket.getValue();
        }
        return timed == 0 ? 0 : from;
    }
}
