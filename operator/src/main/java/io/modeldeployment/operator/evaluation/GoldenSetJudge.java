package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.evaluation.Check.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Judges a candidate by its answers to a golden set.
 *
 * <ol>
 *   <li>A text that stable answers and the candidate does not: failed.
 *   <li>Otherwise the bounds decide: failed if one is missed by more than chance explains; else unmeasured if one cannot be
 *       judged; else inconclusive if one is missed; else passed.
 * </ol>
 */
public final class GoldenSetJudge {
    private static final int LINES_SAID = 5;

    private GoldenSetJudge() {}

    /** The verdict on the candidate. */
    public static Judgement judge(Answers answers, Criteria criteria) {
        Optional<Check> missing = missing(answers);
        int asked = (int) answers.asked().count();
        if (asked == 0) {
            var check = missing.orElseGet(() -> new Check("answers", Result.UNMEASURED, "no text was asked"));
            return judgement(answers, Optional.empty(), Optional.empty(), List.of(check));
        }
        ArmFigures candidate = ArmFigures.of(answers, answers.candidate(), criteria.confidence());
        Optional<PairFigures> pair =
                answers.stable().map(stable -> PairFigures.of(answers, stable, criteria.confidence()));
        List<Check> checks = new ArrayList<>();
        missing.ifPresent(checks::add);
        checks.addAll(new Checks(criteria).of(candidate, pair));
        return judgement(answers, Optional.of(new Measured(candidate, stable(answers, criteria))), pair, checks);
    }

    private static Optional<ArmFigures> stable(Answers answers, Criteria criteria) {
        return answers.stable().map(stable -> ArmFigures.of(answers, stable, criteria.confidence()));
    }

    private record Measured(ArmFigures candidate, Optional<ArmFigures> stable) {}

    /** Texts that the candidate did not answer, if there are any. */
    private static Optional<Check> missing(Answers answers) {
        List<Integer> broken = IntStream.range(0, answers.candidate().size())
                .filter(i -> Answers.isBroken(answers.candidate(), i))
                .boxed()
                .toList();
        if (broken.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> alone = broken.stream()
                .filter(i -> answers.stable()
                        .filter(stable -> Answers.isBroken(stable, i))
                        .isEmpty())
                .toList();
        boolean both = alone.isEmpty();
        List<Integer> said = both ? broken : alone;
        String problem = ((Answer.Broken) answers.candidate().get(said.getFirst())).problem();
        return Optional.of(new Check(
                "answers",
                both ? Result.INCONCLUSIVE : Result.FAILED,
                "%s no usable answer to %d of %d texts (%s): %s%s"
                        .formatted(
                                both ? "both revisions gave" : "the candidate gave",
                                said.size(),
                                answers.count(i -> true),
                                lines(answers.set(), said),
                                problem,
                                both ? "; leave these texts out, or mend both" : "")));
    }

    private static String lines(GoldenSet set, List<Integer> indices) {
        String lines = indices.stream()
                .limit(LINES_SAID)
                .map(i -> Integer.toString(set.texts().get(i).line()))
                .collect(Collectors.joining(", "));
        return (indices.size() == 1 ? "line " : "lines ") + lines + (indices.size() > LINES_SAID ? ", …" : "");
    }

    private static Judgement judgement(
            Answers answers, Optional<Measured> measured, Optional<PairFigures> pair, List<Check> checks) {
        Result worst = checks.stream()
                .map(Check::result)
                .min(Comparator.naturalOrder())
                .orElse(Result.PASSED);
        String reasons = checks.stream()
                .filter(check -> check.result() == worst)
                .map(Check::sentence)
                .collect(Collectors.joining("; "));
        return new Judgement(
                outcome(worst, reasons, answers),
                (int) answers.asked().count(),
                measured.map(Measured::candidate),
                measured.flatMap(Measured::stable),
                pair,
                checks,
                WrongText.of(answers).toList());
    }

    private static Outcome outcome(Result worst, String reasons, Answers answers) {
        int texts = answers.set().texts().size();
        return switch (worst) {
            case FAILED ->
                new Outcome.Failed(
                        reasons + Diagnosis.of(answers).map(text -> "; " + text).orElse(""));
            case UNMEASURED -> new Outcome.Unmeasured(reasons);
            case INCONCLUSIVE -> new Outcome.Inconclusive(reasons);
            case PASSED ->
                new Outcome.Passed(
                        reasons.isEmpty()
                                ? "%d texts were answered; there is no stable revision to compare with, and no other bound"
                                        .formatted(texts)
                                : reasons);
        };
    }
}
