package io.modeldeployment.operator.evaluation;

import io.modeldeployment.api.v1.AgreementSpec;
import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.api.v1.EvaluatedFigure;
import io.modeldeployment.operator.verdict.Agreement;
import io.modeldeployment.operator.verdict.Interval;
import io.modeldeployment.operator.verdict.Progress;
import io.modeldeployment.operator.verdict.Proportion;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Judges how often two revisions agreed on what users sent, writes it into the status, and reads it back. */
public final class AgreementReport {
    private static final int DEFAULT_TEXTS = 100;
    private static final int DEFAULT_ALARMS = 1;
    private static final String DEFAULT_DURATION = "30m";

    private final Agreement agreement;
    private final String question;

    /** @param question names what was asked: a result is read back only for the same one */
    public AgreementReport(AgreementSpec spec, String question) {
        this.question = question;
        this.agreement = new Agreement(
                spec.min(),
                (spec.falseAlarmPercent() == null ? DEFAULT_ALARMS : spec.falseAlarmPercent()) / 100.0,
                spec.minTexts() == null ? DEFAULT_TEXTS : spec.minTexts(),
                Duration.parse("PT"
                        + (spec.maxDuration() == null ? DEFAULT_DURATION : spec.maxDuration())
                                .toUpperCase(Locale.ROOT)));
    }

    /** Whether so many texts show it, so that nobody need be asked any more. */
    public boolean isDecidedBy(Proportion equal) {
        Verdict verdict = agreement.judge(equal, Progress.after(Duration.ZERO));
        return verdict instanceof Verdict.Pass || verdict instanceof Verdict.Fail;
    }

    /** How it stands. */
    public Outcome outcome(Proportion equal, Progress progress) {
        Verdict verdict = agreement.judge(equal, progress);
        String message = verdict.explanation();
        return switch (verdict) {
            case Verdict.Pass _ -> new Outcome.Passed(message);
            case Verdict.Fail _ -> new Outcome.Failed(message);
            case Verdict.Inconclusive _ -> new Outcome.Inconclusive(message);
            case Verdict.Undecided _ -> new Outcome.Running(message);
            // What hinders it has to be mended by a person; that users have sent nothing yet passes by itself.
            case Verdict.NotMeasured _ ->
                progress.problem().isPresent() ? new Outcome.Unmeasured(message) : new Outcome.Running(message);
        };
    }

    /** The same for users, and for an operator that starts anew. */
    public AgreementStatus status(Proportion equal, Outcome outcome) {
        Optional<Interval> interval =
                equal.all() == 0 ? Optional.empty() : Optional.of(equal.anytime(agreement.alpha()));
        return new AgreementStatus(
                EvaluationProjection.state(outcome),
                GoldenSetParser.shortened(outcome.message(), EvaluationProjection.LONGEST_MESSAGE),
                question,
                equal.all(),
                equal.hits(),
                interval.map(ends -> new EvaluatedFigure(
                                EvaluationProjection.rounded(equal.share()),
                                EvaluationProjection.rounded(ends.lower()),
                                EvaluationProjection.rounded(ends.upper())))
                        .orElse(null));
    }

    /** What {@code status} says was counted already for the same question. */
    public Proportion counted(Optional<AgreementStatus> status) {
        return status.filter(known -> question.equals(known.question()))
                .flatMap(known -> Optional.ofNullable(known.texts())
                        .flatMap(texts -> Optional.ofNullable(known.equal()).map(equal -> proportion(texts, equal))))
                .orElse(new Proportion(0, 0));
    }

    /** Somebody may have written there. */
    private static Proportion proportion(long texts, long equal) {
        return equal < 0 || equal > texts ? new Proportion(0, 0) : new Proportion(texts, equal);
    }
}
