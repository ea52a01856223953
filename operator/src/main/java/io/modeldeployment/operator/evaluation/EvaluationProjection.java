package io.modeldeployment.operator.evaluation;

import io.modeldeployment.api.v1.AgreementStatus;
import io.modeldeployment.api.v1.EvaluatedFigure;
import io.modeldeployment.api.v1.EvaluatedRevision;
import io.modeldeployment.api.v1.EvaluationCheck;
import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.EvaluationState;
import io.modeldeployment.api.v1.EvaluationStatus;
import io.modeldeployment.api.v1.WorstExample;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes an evaluation into {@code status.evaluation}, and reads one that has ended back. */
public final class EvaluationProjection {
    static final int LONGEST_MESSAGE = 1_000;
    private static final int LONGEST_LABEL = 100;
    private static final int LONGEST_TEXT = 200;
    private static final int DEFAULT_EXAMPLES = 10;

    private final EvaluationSpec spec;
    private final String question;
    private final Revisions revisions;

    /**
     * Whose evaluation it is.
     *
     * @param candidate hash of the candidate
     * @param stable hash of the stable revision, if there is one
     */
    public record Revisions(String candidate, Optional<String> stable) {}

    /**
     * Makes a projection.
     *
     * @param question names what was asked: a result is read back only for the same one
     */
    public EvaluationProjection(EvaluationSpec spec, String question, Revisions revisions) {
        this.spec = spec;
        this.question = question;
        this.revisions = revisions;
    }

    /** An evaluation that has no figures. */
    public EvaluationStatus of(Outcome outcome) {
        return of(outcome, null, null, null);
    }

    /**
     * One that is under way.
     *
     * @param texts of the set
     * @param answered by every revision; written to a tenth of all, so that it is not written too often
     */
    public EvaluationStatus of(Outcome outcome, GoldenSet set, int answered) {
        int texts = set.texts().size();
        int tenth = Math.max(1, (texts + 9) / 10);
        return of(outcome, set.sha256(), texts, answered / tenth * tenth);
    }

    private EvaluationStatus of(
            Outcome outcome, @Nullable String sha256, @Nullable Integer texts, @Nullable Integer answered) {
        return new EvaluationStatus(
                state(outcome),
                GoldenSetParser.shortened(outcome.message(), LONGEST_MESSAGE),
                question,
                sha256,
                texts,
                answered,
                bare(revisions.candidate()),
                revisions.stable().map(EvaluationProjection::bare).orElse(null),
                null,
                null,
                null,
                null,
                null,
                null);
    }

    /** One that has ended with figures. */
    public EvaluationStatus of(GoldenSet set, Judgement judgement) {
        return new EvaluationStatus(
                state(judgement.outcome()),
                GoldenSetParser.shortened(judgement.outcome().message(), LONGEST_MESSAGE),
                question,
                set.sha256(),
                set.texts().size(),
                judgement.asked(),
                revision(revisions.candidate(), judgement.candidate()),
                revisions
                        .stable()
                        .map(hash -> revision(hash, judgement.stable()))
                        .orElse(null),
                judgement.pair().map(pair -> figure(pair.drop())).orElse(null),
                judgement.pair().map(pair -> figure(pair.agreement())).orElse(null),
                judgement.pair().isPresent()
                                && judgement.pair().get().distance().isPresent()
                        ? rounded(judgement.pair().get().distance().getAsDouble())
                        : null,
                judgement.checks().stream().map(EvaluationProjection::check).toList(),
                examples(judgement.wrong()),
                null);
    }

    private static EvaluatedRevision revision(String hash, Optional<ArmFigures> figures) {
        return figures.map(arm -> new EvaluatedRevision(
                        hash,
                        figure(arm.accuracy()),
                        arm.calibration().map(found -> rounded(found.error())).orElse(null),
                        arm.latency()
                                .map(latency -> Math.round(10_000 * latency.p99()) / 10.0)
                                .orElse(null),
                        arm.broken() == 0 ? null : arm.broken(),
                        arm.truncated() == 0 ? null : arm.truncated()))
                .orElseGet(() -> bare(hash));
    }

    private static EvaluatedFigure figure(Figure figure) {
        return new EvaluatedFigure(rounded(figure.value()), rounded(figure.lower()), rounded(figure.upper()));
    }

    private static EvaluationCheck check(Check check) {
        return new EvaluationCheck(
                check.name(),
                switch (check.result()) {
                    case FAILED -> EvaluationState.FAILED;
                    case UNMEASURED -> EvaluationState.ERROR;
                    case INCONCLUSIVE -> EvaluationState.INCONCLUSIVE;
                    case PASSED -> EvaluationState.PASSED;
                },
                GoldenSetParser.shortened(check.sentence(), LONGEST_MESSAGE));
    }

    private @Nullable List<WorstExample> examples(List<WrongText> wrong) {
        int most = spec.worstExamples() == null ? DEFAULT_EXAMPLES : spec.worstExamples();
        List<WorstExample> examples =
                wrong.stream().limit(most).map(this::example).toList();
        return examples.isEmpty() ? null : examples;
    }

    private WorstExample example(WrongText wrong) {
        Optional<Answer.Score> best =
                wrong.answer() instanceof Answer.Labels labels ? Optional.of(labels.best()) : Optional.empty();
        return new WorstExample(
                wrong.text().line(),
                wrong.text().label(),
                best.map(score -> GoldenSetParser.shortened(score.label(), LONGEST_LABEL))
                        .orElse(null),
                best.map(score -> rounded(score.score())).orElse(null),
                wrong.stable()
                        .map(label -> GoldenSetParser.shortened(label, LONGEST_LABEL))
                        .orElse(null),
                wrong.answer() instanceof Answer.Broken broken
                        ? GoldenSetParser.shortened(broken.problem(), LONGEST_TEXT)
                        : null,
                Boolean.TRUE.equals(spec.showTexts())
                        ? GoldenSetParser.shortened(wrong.text().text(), LONGEST_TEXT)
                        : null);
    }

    static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }

    static EvaluationState state(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Running _ -> EvaluationState.RUNNING;
            case Outcome.Passed _ -> EvaluationState.PASSED;
            case Outcome.Failed _ -> EvaluationState.FAILED;
            case Outcome.Inconclusive _ -> EvaluationState.INCONCLUSIVE;
            case Outcome.Unmeasured _ -> EvaluationState.ERROR;
        };
    }

    /** One on what users sent alone. */
    public static EvaluationStatus ofLive(Revisions revisions, AgreementStatus live) {
        return new EvaluationStatus(
                live.state(),
                live.message(),
                null,
                null,
                null,
                null,
                bare(revisions.candidate()),
                revisions.stable().map(EvaluationProjection::bare).orElse(null),
                null,
                null,
                null,
                null,
                null,
                live);
    }

    private static EvaluatedRevision bare(String hash) {
        return new EvaluatedRevision(hash, null, null, null, null, null);
    }

    /** That of a golden set with what was found on what users sent. */
    public static EvaluationStatus with(EvaluationStatus status, @Nullable AgreementStatus live) {
        return new EvaluationStatus(
                status.state(),
                status.message(),
                status.question(),
                status.goldenSetSha256(),
                status.texts(),
                status.answered(),
                status.candidate(),
                status.stable(),
                status.accuracyDrop(),
                status.agreement(),
                status.probabilityDistance(),
                status.checks(),
                status.worstExamples(),
                live);
    }

    /** The verdict that {@code status} keeps, if it is one, and the answer to the same question. */
    public static Optional<Outcome> kept(EvaluationStatus status, String question) {
        if (!question.equals(status.question()) || status.state() == null) {
            return Optional.empty();
        }
        String message = status.message() == null ? "" : status.message();
        return switch (status.state()) {
            case PASSED -> Optional.of(new Outcome.Passed(message));
            case FAILED -> Optional.of(new Outcome.Failed(message));
            case INCONCLUSIVE -> Optional.of(new Outcome.Inconclusive(message));
            case RUNNING, ERROR -> Optional.empty();
        };
    }
}
