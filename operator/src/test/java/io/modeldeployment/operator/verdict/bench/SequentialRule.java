package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.CanaryJudge;
import io.modeldeployment.operator.verdict.Criteria;
import io.modeldeployment.operator.verdict.ErrorStreak;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import io.modeldeployment.operator.verdict.MetricTest;
import io.modeldeployment.operator.verdict.Progress;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** This project's verdicts: three metrics that together alarm on one of a hundred good candidates at most, and errors in a row. */
final class SequentialRule implements Rule {
    private static final Duration LONG = Duration.ofHours(1);
    static final Map<Metric, Criteria> CRITERIA = Map.of(
            Metric.ERROR_RATE, new Criteria(0.01, 0.005, 0.02, 100, LONG).sharedBy(3),
            Metric.LATENCY,
                    new Criteria(0.01, 0.01, 0.05, 100, LONG).sharedBy(3).tolerating(0.15),
            Metric.LABEL_DRIFT, new Criteria(0.01, 0.03, 0.1, 100, LONG).sharedBy(3));

    private final Map<Metric, MetricTest> tests = new EnumMap<>(Metric.class);
    private final Tolerance tolerance = new Tolerance(criteria(Metric.LATENCY).tolerance());
    private ErrorStreak streak = ErrorStreak.start(ErrorStreak.USUAL_LIMIT);

    SequentialRule() {
        for (Metric metric : Metric.values()) {
            tests.put(metric, MetricTest.of(metric));
        }
    }

    @Override
    public Advice next(int second, Map<Metric, MetricBlock> block) {
        streak = streak.next(
                block.getOrDefault(Metric.ERROR_RATE, MetricBlock.NONE).block(""));
        Advice advice = streak.abort().isPresent() ? Advice.ABORT : Advice.GO_ON;
        for (var entry : block.entrySet()) {
            Metric metric = entry.getKey();
            MetricBlock counted = metric == Metric.LATENCY ? tolerance.of(entry.getValue()) : entry.getValue();
            MetricTest test = tests.getOrDefault(metric, MetricTest.of(metric)).next(counted);
            tests.put(metric, test);
            // A fail needs it, and the rest of a judgement takes longer to compute than to simulate the block.
            boolean alarm = test.peak() >= -Math.log(criteria(metric).alpha());
            if (alarm && judge(metric, test) instanceof Verdict.Fail) {
                advice = Advice.ABORT;
            }
        }
        return advice;
    }

    @Override
    public boolean passes() {
        return tests.entrySet().stream()
                .allMatch(entry -> judge(entry.getKey(), entry.getValue()) instanceof Verdict.Pass);
    }

    private static Verdict judge(Metric metric, MetricTest test) {
        return CanaryJudge.judge(test, criteria(metric), Progress.after(Duration.ZERO));
    }

    private static Criteria criteria(Metric metric) {
        Criteria criteria = CRITERIA.get(metric);
        if (criteria == null) {
            throw new IllegalStateException("no criteria for " + metric);
        }
        return criteria;
    }
}
