package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.Verdict;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All verdicts of an analysis at one moment.
 *
 * @param hardFailure why the candidate is given up without statistics, if so
 * @param compared by metric
 * @param checked by check, in the order of the spec
 * @param blind why the servers' counters have not been read for a while, if so
 */
record Findings(
        Optional<String> hardFailure, Map<Metric, Verdict> compared, List<Checked> checked, Optional<String> blind) {
    /** One check, how far it has come, and what that means. */
    record Checked(Check check, CheckState state, Verdict verdict) {}

    Findings {
        Map<Metric, Verdict> all = new EnumMap<>(Metric.class);
        all.putAll(compared);
        hardFailure.ifPresent(why -> all.computeIfPresent(
                Metric.ERROR_RATE,
                (_, verdict) -> new Verdict.Fail(verdict.evidence().explained(why))));
        compared = Collections.unmodifiableMap(all);
        checked = List.copyOf(checked);
    }

    Verdict decisive() {
        return Verdict.decisive(
                Stream.concat(compared.values().stream(), checked.stream().map(Findings::named))
                        .toList());
    }

    private static Verdict named(Checked checked) {
        String line =
                "check " + checked.check().name() + ": " + checked.verdict().explanation();
        return checked.verdict().explained(line);
    }

    /** All of them as one judgement. */
    Judgement judgement() {
        if (hardFailure.isPresent()) {
            return new Judgement.Bad(hardFailure.get());
        }
        Verdict decisive = decisive();
        String message = decisive.explanation();
        return switch (decisive) {
            case Verdict.Pass _ -> new Judgement.Good(message);
            case Verdict.Fail _ -> new Judgement.Bad(message);
            case Verdict.Inconclusive _ -> new Judgement.Unclear(message);
            case Verdict.Undecided _, Verdict.NotMeasured _ ->
                blind.or(this::checkWithoutValue)
                        .map(why -> (Judgement) new Judgement.Unmeasured(why))
                        .orElseGet(() -> new Judgement.Pending(message));
        };
    }

    private Optional<String> checkWithoutValue() {
        return checked.stream()
                .filter(one -> one.state().isWithoutValue())
                .findFirst()
                .map(one -> named(one).explanation());
    }

    /** What is worth telling at once: counts that bring a check nearer to its limits. */
    List<Integer> blows() {
        return checked.stream()
                .flatMap(one -> Stream.of(
                        one.state().tally().failures(), one.state().tally().errors()))
                .toList();
    }
}
