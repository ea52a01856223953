package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads what an inference server counted out of its metrics in Prometheus' text format (exposition format 0.0.4).
 *
 * <p>A request counts as failed when the server could not answer it ({@code error}, {@code rejected}); what its sender did wrong,
 * took back, or sent too often says nothing about the model. Latencies are those of computed answers, since a new revision's cache
 * is empty.
 */
final class MetricsText {
    private static final String REQUESTS = "model_predictions_total";
    private static final String LATENCY = "model_prediction_duration_seconds_";
    private static final String LABELS = "model_predicted_labels_total";
    /** A bound of a histogram but {@code +Inf}, whose bucket is the count of all. */
    private static final Pattern SECONDS = Pattern.compile("[0-9]+([.][0-9]*)?([eE][-+]?[0-9]{1,2})?");

    private static final Set<String> FAILED = Set.of("error", "rejected");

    private long answered;
    private long failed;
    private long timed;
    private long labelled;
    private boolean known;
    private final Map<String, Long> notSlower = new HashMap<>();
    private final Map<String, Long> labels = new HashMap<>();

    private MetricsText() {}

    /** What was counted since the server's start; empty when the text is not that of an inference server. */
    static Optional<PodReading> parse(String text) {
        MetricsText counts = new MetricsText();
        text.lines().forEach(counts::read);
        return counts.known ? Optional.of(counts.reading()) : Optional.empty();
    }

    private PodReading reading() {
        return new PodReading(Map.of(
                Metric.ERROR_RATE, new ArmCounts(answered + failed, Map.of("", failed)),
                Metric.LATENCY, new ArmCounts(timed, notSlower),
                Metric.LABEL_DRIFT, new ArmCounts(labelled, labels)));
    }

    private void read(String line) {
        Optional<MetricSample> parsed = MetricSample.parse(line);
        if (parsed.isEmpty()) {
            return;
        }
        MetricSample sample = parsed.get();
        long count = (long) Math.min(Math.max(sample.value(), 0), Long.MAX_VALUE / 4.0);
        switch (sample.name()) {
            case REQUESTS -> {
                known = true;
                String status = sample.label("status");
                answered += status.equals("success") ? count : 0;
                failed += FAILED.contains(status) ? count : 0;
            }
            case LATENCY + "count" -> timed += isComputed(sample) ? count : 0;
            case LATENCY + "bucket" -> {
                String bound = sample.label("le");
                if (isComputed(sample) && SECONDS.matcher(bound).matches()) {
                    notSlower.merge(bound, count, Long::sum);
                }
            }
            case LABELS -> {
                labelled += count;
                labels.merge(sample.label("label"), count, Long::sum);
            }
            default -> {
                // Not judged by.
            }
        }
    }

    private static boolean isComputed(MetricSample sample) {
        return !sample.label("from_cache").equals("true");
    }
}
