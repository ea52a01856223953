package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Chance;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.MetricBlock;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A stable revision and a candidate under some traffic.
 *
 * @param name for the table
 * @param stable how stable answers
 * @param candidate how the candidate answers
 * @param from the second from which it does; as stable before
 * @param traffic what users send
 */
record Scenario(String name, Behaviour stable, Behaviour candidate, int from, Traffic traffic) {
    private static final double[] PREFERRED = {1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8};

    /** Bounds of the server's own histogram, in seconds: 1 ms to 31.5 s. */
    static final double[] BOUNDS = IntStream.range(0, 46)
            .mapToDouble(i -> PREFERRED[i % 10] * Math.pow(10, i / 10) / 1000)
            .toArray();

    /**
     * How a revision answers.
     *
     * @param errors the share that fails
     * @param latency of the others
     * @param firstLabel the share of the texts that it gives the first of two labels
     */
    record Behaviour(double errors, Latency latency, double firstLabel) {
        Behaviour errors(double other) {
            return new Behaviour(other, latency, firstLabel);
        }

        Behaviour latency(Latency other) {
            return new Behaviour(errors, other, firstLabel);
        }

        Behaviour slower(double factor) {
            return factor == 1 ? this : latency(latency.times(factor));
        }

        Behaviour firstLabel(double other) {
            return new Behaviour(errors, latency, other);
        }
    }

    Scenario under(Traffic other) {
        return new Scenario(name, stable, candidate, from, other);
    }

    /** With pods that are so many times slower than others. */
    Scenario with(double stableLuck, double candidateLuck) {
        return new Scenario(name, stable.slower(stableLuck), candidate.slower(candidateLuck), from, traffic);
    }

    /** What both count in {@code seconds} of which the candidate gets {@code weight}. */
    Map<Metric, MetricBlock> block(int second, int seconds, double weight, Chance chance) {
        Traffic.Moment moment = traffic.at(second, seconds, chance);
        long requests = chance.around(moment.requests());
        long candidates = chance.of(requests, weight);
        Map<Metric, ArmCounts> old =
                answers(stable, requests - candidates, moment.wavering(traffic.jitter(), chance), chance);
        Map<Metric, ArmCounts> fresh = answers(
                second < from ? stable : candidate, candidates, moment.wavering(traffic.jitter(), chance), chance);
        Map<Metric, MetricBlock> block = new TreeMap<>();
        for (Metric metric : Metric.values()) {
            block.put(
                    metric,
                    new MetricBlock(
                            old.getOrDefault(metric, ArmCounts.NONE), fresh.getOrDefault(metric, ArmCounts.NONE)));
        }
        return block;
    }

    private static Map<Metric, ArmCounts> answers(
            Behaviour behaviour, long requests, Traffic.Moment moment, Chance chance) {
        long errors = chance.of(requests, Math.min(1, behaviour.errors() * moment.errors()));
        long answered = requests - errors;
        double first = Math.clamp(behaviour.firstLabel() + moment.shift(), 0.01, 0.99);
        return Map.of(
                Metric.ERROR_RATE, new ArmCounts(requests, Map.of("", errors)),
                Metric.LATENCY, latencies(behaviour.latency().times(moment.latency()), answered, chance),
                Metric.LABEL_DRIFT, chance.labels(answered, Map.of("first", first, "second", 1 - first)));
    }

    private static ArmCounts latencies(Latency latency, long answers, Chance chance) {
        Map<String, Long> above = new TreeMap<>();
        long left = answers;
        double share = 1;
        for (double bound : BOUNDS) {
            double next = latency.above(bound);
            left = share <= 0 ? 0 : chance.of(left, Math.min(1, next / share));
            share = next;
            above.put(Double.toString(bound), left);
        }
        return new ArmCounts(answers, above);
    }
}
