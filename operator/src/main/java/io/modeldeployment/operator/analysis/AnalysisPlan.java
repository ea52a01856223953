package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.AnalysisMetric;
import io.modeldeployment.api.v1.AnalysisSpec;
import io.modeldeployment.api.v1.EffectSizes;
import io.modeldeployment.api.v1.ModelTask;
import io.modeldeployment.api.v1.PromotionAnalysisSpec;
import io.modeldeployment.operator.verdict.Criteria;
import io.modeldeployment.operator.verdict.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What to compare and by which criteria, and what to check: what the spec asks for, with its defaults filled in.
 *
 * @param criteria by metric, all of them together alarming as seldom as declared
 * @param checks numbers that are held against fixed limits
 * @param maxDuration how long a step may take
 */
public record AnalysisPlan(Map<Metric, Criteria> criteria, List<Check> checks, Duration maxDuration) {
    private static final EffectSizes MIN_EFFECT = new EffectSizes(0.5, 1.0, 5.0);
    private static final EffectSizes MAX_HARM = new EffectSizes(2.0, 5.0, 10.0);
    private static final int LATENCY_TOLERANCE = 15;
    /** No difference at all is no effect to look for. */
    private static final double SMALLEST = 1e-4;

    public AnalysisPlan {
        criteria = Map.copyOf(criteria);
        checks = List.copyOf(checks);
    }

    /**
     * The plan of {@code spec} for a model of that task: one without labels has none to compare.
     *
     * @param maxDuration how long a step may take
     */
    public static AnalysisPlan of(AnalysisSpec spec, @Nullable ModelTask task, Duration maxDuration) {
        List<Metric> metrics = Optional.ofNullable(spec.metrics()).orElse(List.of(AnalysisMetric.values())).stream()
                .map(AnalysisPlan::metric)
                .filter(metric -> metric != Metric.LABEL_DRIFT || task != ModelTask.EMBEDDING)
                .toList();
        double alpha = Optional.ofNullable(spec.falseAlarmPercent()).orElse(1) / 100.0;
        Map<Metric, Criteria> criteria = new EnumMap<>(Metric.class);
        for (Metric metric : metrics) {
            double minEffect = Math.max(SMALLEST, share(metric, spec.minEffect(), MIN_EFFECT));
            double maxHarm = Math.max(minEffect, share(metric, spec.maxHarm(), MAX_HARM));
            int samples = Optional.ofNullable(spec.minSamples()).orElse(50);
            var each = new Criteria(alpha, minEffect, maxHarm, samples, maxDuration).sharedBy(metrics.size());
            criteria.put(metric, metric == Metric.LATENCY ? each.tolerating(tolerance(spec)) : each);
        }
        List<Check> checks = Optional.ofNullable(spec.checks()).orElse(List.of()).stream()
                .map(Check::of)
                .toList();
        return new AnalysisPlan(criteria, checks, maxDuration);
    }

    /** The plan of checks alone. */
    public static AnalysisPlan of(PromotionAnalysisSpec spec, Duration maxDuration) {
        return new AnalysisPlan(Map.of(), spec.checks().stream().map(Check::of).toList(), maxDuration);
    }

    private static double tolerance(AnalysisSpec spec) {
        return Optional.ofNullable(spec.latencyTolerancePercent()).orElse(LATENCY_TOLERANCE) / 100.0;
    }

    /** How much longer than stable's the candidate's answers may take, as a share of stable's time. */
    double latencyTolerance() {
        Criteria latency = criteria.get(Metric.LATENCY);
        return latency == null ? 0 : latency.tolerance();
    }

    /** Whether the servers' counters are wanted. */
    boolean readsCounters() {
        return !criteria.isEmpty() || checks.stream().anyMatch(check -> check.source() instanceof Check.Source.Servers);
    }

    private static Metric metric(AnalysisMetric metric) {
        return switch (metric) {
            case ERROR_RATE -> Metric.ERROR_RATE;
            case LATENCY -> Metric.LATENCY;
            case LABEL_DRIFT -> Metric.LABEL_DRIFT;
        };
    }

    private static double share(Metric metric, @Nullable EffectSizes asked, EffectSizes standard) {
        Double points = asked == null ? null : points(metric, asked);
        return Optional.ofNullable(points == null ? points(metric, standard) : points)
                        .orElse(0.0)
                / 100;
    }

    private static @Nullable Double points(Metric metric, EffectSizes sizes) {
        return switch (metric) {
            case ERROR_RATE -> sizes.errorRate();
            case LATENCY -> sizes.latency();
            case LABEL_DRIFT -> sizes.labelDrift();
        };
    }
}
