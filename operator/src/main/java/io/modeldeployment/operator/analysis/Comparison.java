package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.ArmTracks;
import io.modeldeployment.operator.verdict.CanaryJudge;
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
 * @param failedInARow candidate requests that failed without one that was answered, up to now
 * @param problem why the last block could not be measured
 */
record Comparison(Instant startedAt, Map<Metric, MetricTest> tests, long failedInARow, Optional<String> problem) {
    /** So many failures without an answer need no statistics. */
    private static final long HARD_FAILURES = 5;

    Comparison {
        tests = Map.copyOf(tests);
    }

    static Comparison start(AnalysisPlan plan, Instant now) {
        Map<Metric, MetricTest> tests = new EnumMap<>(Metric.class);
        plan.criteria().keySet().forEach(metric -> tests.put(metric, MetricTest.of(metric)));
        return new Comparison(now, tests, 0, Optional.empty());
    }

    /** After one more block of what both arms counted. */
    Comparison next(ArmTracks.Blocks blocks) {
        Map<Metric, MetricTest> after = new EnumMap<>(Metric.class);
        tests.forEach((metric, test) -> after.put(metric, test.next(blocks.of(metric))));
        return new Comparison(
                startedAt, after, failures(blocks.of(Metric.ERROR_RATE).candidate()), Optional.empty());
    }

    private long failures(ArmCounts counts) {
        long failed = counts.of("");
        // Within a block their order is not known: only one in which nothing was answered carries on.
        return failed < counts.requests() ? 0 : failedInARow + failed;
    }

    /** Without the block that could not be read. */
    Comparison unmeasured(String why) {
        return new Comparison(startedAt, tests, failedInARow, Optional.of(why));
    }

    /** @param waited how long a step has waited for the verdicts */
    Map<Metric, Verdict> verdicts(AnalysisPlan plan, Duration waited) {
        Map<Metric, Verdict> verdicts = new EnumMap<>(Metric.class);
        Progress progress = new Progress(waited, problem);
        plan.criteria()
                .forEach((metric, criteria) -> verdicts.put(
                        metric,
                        CanaryJudge.judge(tests.getOrDefault(metric, MetricTest.of(metric)), criteria, progress)));
        return verdicts;
    }

    /** All verdicts as one judgement. */
    Judgement judgement(Map<Metric, Verdict> verdicts) {
        if (failedInARow >= HARD_FAILURES) {
            return new Judgement.Bad(
                    "the last " + failedInARow + " requests of the candidate failed, none was answered");
        }
        Verdict decisive = Verdict.decisive(verdicts.values());
        String message = decisive.explanation();
        return switch (decisive) {
            case Verdict.Pass _ -> new Judgement.Good(message);
            case Verdict.Fail _ -> new Judgement.Bad(message);
            case Verdict.Inconclusive _ -> new Judgement.Unclear(message);
            case Verdict.Undecided _, Verdict.NotMeasured _ -> new Judgement.Pending(message);
        };
    }
}
