package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.CanaryJudge;
import io.modeldeployment.operator.verdict.ErrorStreak;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricTest;
import io.modeldeployment.operator.verdict.Progress;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The comparison of one candidate with stable, as far as it has come.
 *
 * @param startedAt when it began
 * @param tests by metric
 * @param streak the candidate's errors in a row, which need no statistics
 * @param problem why the last block could not be measured
 */
record Comparison(Instant startedAt, Map<Metric, MetricTest> tests, ErrorStreak streak, Optional<String> problem) {
    Comparison {
        tests = Map.copyOf(tests);
    }

    static Comparison start(AnalysisPlan plan, Instant now) {
        Map<Metric, MetricTest> tests = new EnumMap<>(Metric.class);
        plan.criteria().keySet().forEach(metric -> tests.put(metric, MetricTest.of(metric)));
        return new Comparison(now, tests, ErrorStreak.start(ErrorStreak.USUAL_LIMIT), Optional.empty());
    }

    /** After one more block of what both arms counted; a metric that is new in the plan begins with it. */
    Comparison next(ArmTracks.Blocks blocks, AnalysisPlan plan) {
        Map<Metric, MetricTest> after = new EnumMap<>(Metric.class);
        plan.criteria()
                .keySet()
                .forEach(metric -> after.put(metric, test(metric).next(blocks.of(metric))));
        return new Comparison(
                startedAt, after, streak.next(blocks.of(Metric.ERROR_RATE).block("")), Optional.empty());
    }

    /** Without the block that could not be read. */
    Comparison unmeasured(String why) {
        return new Comparison(startedAt, tests, streak, Optional.of(why));
    }

    /** @param waited how long a step has waited for the verdicts */
    Map<Metric, Verdict> verdicts(AnalysisPlan plan, Duration waited) {
        Map<Metric, Verdict> verdicts = new EnumMap<>(Metric.class);
        Progress progress = new Progress(waited, problem);
        plan.criteria()
                .forEach((metric, criteria) ->
                        verdicts.put(metric, CanaryJudge.judge(test(metric), criteria, progress)));
        return verdicts;
    }

    /** How far the metric's test has come. */
    MetricTest test(Metric metric) {
        return tests.getOrDefault(metric, MetricTest.of(metric));
    }
}
