package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.MetricStatus;
import io.modeldeployment.operator.verdict.ErrorStreak;
import io.modeldeployment.operator.verdict.Evidence;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricTest;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Puts a comparison into the status and reads it back. */
final class AnalysisReport {
    private AnalysisReport() {}

    static AnalysisStatus of(AnalysisKey key, Comparison comparison, Findings findings) {
        List<MetricStatus> metrics = findings.compared().entrySet().stream()
                .map(entry -> metric(entry.getKey(), entry.getValue(), comparison.test(entry.getKey())))
                .toList();
        return new AnalysisStatus(
                key.candidate().value(),
                key.stable().value(),
                comparison.startedAt().toString(),
                Verdicts.word(findings.decisive()),
                metrics.isEmpty() ? null : metrics,
                findings.checked().isEmpty()
                        ? null
                        : findings.checked().stream()
                                .map(checked -> checked.state().toStatus(checked.check(), checked.verdict()))
                                .toList());
    }

    private static MetricStatus metric(Metric metric, Verdict verdict, MetricTest test) {
        Evidence evidence = verdict.evidence();
        return new MetricStatus(
                name(metric),
                Verdicts.word(verdict),
                points(evidence.estimate()),
                evidence.interval()
                        .map(interval -> "from " + points(OptionalDouble.of(interval.lower())) + " to "
                                + points(OptionalDouble.of(interval.upper())))
                        .orElse(null),
                evidence.e().isPresent()
                        ? String.format(Locale.ROOT, "%.3g", evidence.e().getAsDouble())
                        : null,
                evidence.samples().stable(),
                evidence.samples().candidate(),
                verdict.explanation(),
                test.toText());
    }

    /**
     * The comparison that {@code status} tells of, if it is that of {@code key}. Of a metric whose state cannot be read the
     * comparison begins anew.
     */
    static Optional<Comparison> resume(@Nullable AnalysisStatus status, AnalysisKey key, AnalysisPlan plan) {
        return startedAt(status, key).map(start -> resume(status, plan, start));
    }

    /** How far each check of that comparison has come. */
    static Map<String, CheckState> checks(@Nullable AnalysisStatus status, AnalysisKey key) {
        Map<String, CheckState> states = new HashMap<>();
        if (status != null && status.checks() != null && startedAt(status, key).isPresent()) {
            status.checks().forEach(check -> states.put(check.name(), CheckState.of(check)));
        }
        return states;
    }

    private static Optional<Instant> startedAt(@Nullable AnalysisStatus status, AnalysisKey key) {
        boolean isIts = status != null
                && key.candidate().value().equals(status.candidateRevision())
                && key.stable().value().equals(status.stableRevision());
        return isIts
                ? Verdicts.instant(status.startedAt()).filter(start -> !start.isBefore(key.startedAt()))
                : Optional.empty();
    }

    private static Comparison resume(@Nullable AnalysisStatus status, AnalysisPlan plan, Instant start) {
        Map<String, String> states = new HashMap<>();
        if (status != null && status.metrics() != null) {
            status.metrics().stream()
                    .filter(metric -> metric.state() != null)
                    .forEach(metric -> states.put(metric.name(), String.valueOf(metric.state())));
        }
        Map<Metric, MetricTest> tests = new EnumMap<>(Metric.class);
        plan.criteria()
                .keySet()
                .forEach(metric -> tests.put(
                        metric,
                        MetricTest.parse(states.getOrDefault(name(metric), ""))
                                .toOptional()
                                .filter(test -> test.metric() == metric)
                                .orElseGet(() -> MetricTest.of(metric))));
        return new Comparison(start, tests, ErrorStreak.start(ErrorStreak.USUAL_LIMIT), Optional.empty());
    }

    private static String name(Metric metric) {
        return switch (metric) {
            case ERROR_RATE -> "ErrorRate";
            case LATENCY -> "Latency";
            case LABEL_DRIFT -> "LabelDrift";
        };
    }

    private static @Nullable String points(OptionalDouble share) {
        return share.isPresent() ? String.format(Locale.ROOT, "%+.2f", 100 * share.getAsDouble()) : null;
    }
}
