package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits held against the candidate's own numbers of each minute, as the documentation of Argo Rollouts and of Flagger shows
 * them.
 */
final class MinuteCheckRule implements Rule {
    private static final int MINUTE = 60;

    private final Limits limits;
    private int failures;
    private long requests;
    private long errors;
    private long answers;
    private final Map<String, Long> above = new TreeMap<>();

    /**
     * What is borne.
     *
     * @param errors the share of requests that may fail
     * @param p99 seconds
     * @param failures as many failed checks abort
     * @param holds whether the weight stays where it is after a failed check
     */
    record Limits(double errors, double p99, int failures, boolean holds) {
        /** Success rate at least 95 %, failureLimit 3: the fourth failure aborts; the steps go on meanwhile. */
        static final Limits ARGO_ROLLOUTS = new Limits(0.05, Double.POSITIVE_INFINITY, 4, false);
        /** Success rate at least 99 %, p99 at most 500 ms, threshold 5; a failed check halts the advance. */
        static final Limits FLAGGER = new Limits(0.01, 0.5, 5, true);
    }

    MinuteCheckRule(Limits limits) {
        this.limits = limits;
    }

    @Override
    public Advice next(int second, Map<Metric, MetricBlock> block) {
        count(of(block, Metric.ERROR_RATE), of(block, Metric.LATENCY));
        if (second % MINUTE != 0) {
            return Advice.GO_ON;
        }
        // At the rates simulated here no minute is without requests.
        boolean failed = requests > 0 && ((double) errors / requests > limits.errors() || p99() > limits.p99());
        failures += failed ? 1 : 0;
        requests = 0;
        errors = 0;
        answers = 0;
        above.clear();
        if (failures >= limits.failures()) {
            return Advice.ABORT;
        }
        return failed && limits.holds() ? Advice.HOLD : Advice.GO_ON;
    }

    @Override
    public boolean passes() {
        return true;
    }

    private static ArmCounts of(Map<Metric, MetricBlock> block, Metric metric) {
        return block.getOrDefault(metric, MetricBlock.NONE).candidate();
    }

    private void count(ArmCounts outcome, ArmCounts latency) {
        requests += outcome.requests();
        errors += outcome.of("");
        answers += latency.requests();
        latency.events().forEach((bound, slower) -> above.merge(bound, slower, Long::sum));
    }

    /** As Prometheus' {@code histogram_quantile} has it: linear within a bucket. */
    private double p99() {
        double slowest = 0.01 * answers;
        double from = 0;
        long aboveFrom = answers;
        for (double bound : Scenario.BOUNDS) {
            long aboveBound = above.getOrDefault(Double.toString(bound), 0L);
            if (aboveBound <= slowest) {
                return aboveFrom == aboveBound
                        ? bound
                        : from + (bound - from) * (aboveFrom - slowest) / (aboveFrom - aboveBound);
            }
            from = bound;
            aboveFrom = aboveBound;
        }
        return from;
    }
}
