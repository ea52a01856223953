package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.GoldenSetSource;
import io.modeldeployment.operator.evaluation.Answer;
import io.modeldeployment.operator.evaluation.Answers;
import io.modeldeployment.operator.evaluation.Criteria;
import io.modeldeployment.operator.evaluation.EvaluationProjection;
import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.evaluation.GoldenSetJudge;
import io.modeldeployment.operator.evaluation.Judgement;
import io.modeldeployment.operator.evaluation.LabelCheck;
import io.modeldeployment.operator.evaluation.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One evaluation from the golden set's source to the verdict: reads, checks the labels, asks both revisions, judges. */
final class EvaluationRun {
    private static final String DEFAULT_TIMEOUT = "10m";
    private static final String NO_POD = "waits for a ready pod of the candidate";

    private final EvaluationKey key;
    private final EvaluationSpec spec;
    private final Tools tools;
    private final Supplier<Pods> pods;
    private final EvaluationProjection projection;
    private volatile EvaluationView view;
    private volatile String lastTry = "";
    private volatile @Nullable Progress progress;

    /**
     * What every run needs.
     *
     * @param reader fetches golden sets
     * @param client asks pods
     */
    record Tools(GoldenSetReader reader, ModelServerClient client) {}

    /** What is being asked. */
    private record Progress(GoldenSet set, List<Interview> interviews) {
        int answered() {
            return interviews.stream().mapToInt(Interview::answered).min().orElse(0);
        }
    }

    EvaluationRun(EvaluationKey key, EvaluationSpec spec, String question, Tools tools, Supplier<Pods> pods) {
        this.key = key;
        this.spec = spec;
        this.tools = tools;
        this.pods = pods;
        this.projection = new EvaluationProjection(
                spec,
                question,
                new EvaluationProjection.Revisions(
                        key.candidate().value(), key.stable().map(hash -> hash.value())));
        this.view = running(NO_POD);
    }

    /** Goes on saying what hindered the last try: it may hinder this one. */
    EvaluationRun after(Outcome last) {
        lastTry = "; the last try: " + last.message();
        view = running(NO_POD);
        return this;
    }

    /** There is somebody to ask; it runs once there is a place. */
    void queue() {
        view = running("waits for its turn among other evaluations");
    }

    /** As it stands. */
    EvaluationView view() {
        Progress now = progress;
        if (now == null || !(view.outcome() instanceof Outcome.Running running)) {
            return view;
        }
        return new EvaluationView(running, projection.of(running, now.set(), now.answered()));
    }

    /** Runs to its end; what cannot be measured is an outcome too. */
    void run() throws InterruptedException {
        try {
            view = evaluate(Deadline.in(timeout()));
        } catch (UnmeasurableException e) {
            view = plain(new Outcome.Unmeasured(e.reason()));
        } catch (RuntimeException | Error e) {
            // Nobody else would ever end this evaluation.
            view = plain(
                    new Outcome.Unmeasured("the evaluation itself failed, which is an error of the operator: " + e));
        } finally {
            progress = null;
        }
    }

    private EvaluationView evaluate(Deadline deadline) throws UnmeasurableException, InterruptedException {
        view = running("reads the golden set");
        GoldenSet set = goldenSet(deadline);
        Criteria criteria = Criteria.of(spec);
        view = running("waits for pods to say which labels they have");
        List<Interview> interviews = interviews(set, criteria, deadline);
        view = running("asks %d texts".formatted(set.texts().size()));
        progress = new Progress(set, interviews);
        List<List<Answer>> answers = Interview.askAll(interviews);
        Optional<List<Answer>> stable = answers.size() > 1 ? Optional.of(answers.get(1)) : Optional.empty();
        if (stable.filter(all -> all.stream().anyMatch(Answer.NotAsked.class::isInstance))
                .isPresent()) {
            throw new UnmeasurableException(
                    "the stable revision does not answer %d texts or more, so that there is nothing to "
                                    .formatted(Interview.MOST_BROKEN)
                            + "compare with: mend it first");
        }
        Judgement judgement = GoldenSetJudge.judge(new Answers(set, answers.getFirst(), stable), criteria);
        return new EvaluationView(judgement.outcome(), projection.of(set, judgement));
    }

    private GoldenSet goldenSet(Deadline deadline) throws UnmeasurableException, InterruptedException {
        GoldenSetSource source = Objects.requireNonNull(spec.goldenSet(), "who has no golden set asks nobody");
        byte[] bytes = tools.reader().read(key, source, deadline);
        String wanted = source.sha256();
        String found = GoldenSet.sha256(bytes);
        if (wanted != null && !wanted.equals(found)) {
            throw new UnmeasurableException(
                    "the golden set has the SHA-256 %s, not %s: if the change is meant, write the new one into "
                                    .formatted(found, wanted)
                            + "spec.evaluation.goldenSet.sha256");
        }
        return switch (GoldenSet.parse(bytes)) {
            case GoldenSet.Reading.Good(var set) -> set;
            case GoldenSet.Reading.Bad(var problem) -> throw new UnmeasurableException(problem);
        };
    }

    private List<Interview> interviews(GoldenSet set, Criteria criteria, Deadline deadline)
            throws UnmeasurableException, InterruptedException {
        List<Interview> interviews = new ArrayList<>();
        var candidate = new Respondent("the candidate", () -> pods.get().candidate(), tools.client(), deadline);
        ModelCard card = candidate.card();
        refuse(LabelCheck.ofCandidate(set, card.labels()));
        Pace pace = Pace.ofCandidate(pods.get().candidate().size(), criteria.needsLatency());
        interviews.add(new Interview(Questions.of(set), candidate, card, pace));
        if (key.stable().isPresent()) {
            var stable = new Respondent("the stable revision", () -> pods.get().stable(), tools.client(), deadline);
            ModelCard stableCard = stable.card();
            refuse(LabelCheck.ofStable(set, stableCard.labels(), criteria));
            interviews.add(
                    new Interview(Questions.of(set), stable, stableCard, Pace.ofStable(criteria.needsLatency())));
        }
        return interviews;
    }

    private static void refuse(Optional<String> problem) throws UnmeasurableException {
        if (problem.isPresent()) {
            throw new UnmeasurableException(problem.get());
        }
    }

    private EvaluationView running(String what) {
        return plain(new Outcome.Running(what + lastTry));
    }

    private EvaluationView plain(Outcome outcome) {
        return new EvaluationView(outcome, projection.of(outcome));
    }

    private Duration timeout() {
        String text = spec.timeout() == null ? DEFAULT_TIMEOUT : spec.timeout();
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
