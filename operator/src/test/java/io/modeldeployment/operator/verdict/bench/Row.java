package io.modeldeployment.operator.verdict.bench;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Many rollouts of one scenario under one rule.
 *
 * @param rule its name
 * @param runs how many
 * @param aborted the share of them that was taken back
 * @param passed the share that went through and was known to be good
 * @param candidateRequests answered by the candidate until the abort, median; NaN without one
 * @param userShare those as a share of all requests of a whole rollout, median; NaN without one
 */
record Row(String rule, int runs, double aborted, double passed, double candidateRequests, double userShare) {
    static Row of(String rule, List<Outcome> outcomes) {
        return new Row(
                rule,
                outcomes.size(),
                share(outcomes.stream().filter(Outcome::aborted).count(), outcomes),
                share(outcomes.stream().filter(Outcome::passed).count(), outcomes),
                median(outcomes, Outcome::candidateRequests),
                median(outcomes, outcome -> outcome.candidateRequests() / outcome.requests()));
    }

    private static double share(long count, List<Outcome> outcomes) {
        return (double) count / outcomes.size();
    }

    private static double median(List<Outcome> outcomes, ToDoubleFunction<Outcome> value) {
        double[] sorted = outcomes.stream()
                .filter(Outcome::aborted)
                .mapToDouble(value)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    String cells() {
        return "%8s %8s %8s".formatted(percent(aborted), whole(candidateRequests), percent(userShare));
    }

    static String percent(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String whole(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%,.0f", value);
    }

    String json(String scenario, String traffic) {
        return String.format(
                Locale.ROOT,
                "{\"candidate\": \"%s\", \"traffic\": \"%s\", \"rule\": \"%s\", \"runs\": %d, \"aborted\": %s, \"passed\": %s,"
                        + " \"candidateRequestsMedian\": %s, \"userShareMedian\": %s}",
                scenario,
                traffic,
                rule,
                runs,
                number(aborted),
                number(passed),
                number(candidateRequests),
                number(userShare));
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "null" : Double.toString(value);
    }
}
