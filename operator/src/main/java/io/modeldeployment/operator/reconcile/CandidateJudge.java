package io.modeldeployment.operator.reconcile;

import io.modeldeployment.api.v1.EvaluationSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.AnalysisKey;
import io.modeldeployment.operator.analysis.AnalysisPlan;
import io.modeldeployment.operator.analysis.AnalysisView;
import io.modeldeployment.operator.analysis.PodAddress;
import io.modeldeployment.operator.evaluation.Outcome;
import io.modeldeployment.operator.evaluation.run.CandidateEvaluations;
import io.modeldeployment.operator.evaluation.run.EvaluationKey;
import io.modeldeployment.operator.evaluation.run.EvaluationView;
import io.modeldeployment.operator.evaluation.run.Pods;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.Judgements;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import io.modeldeployment.operator.rollout.Strategy;
import io.modeldeployment.operator.status.StatusProjection.JudgedStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Asks for the judgements of a candidate that the spec wants, while there is a candidate to judge. */
final class CandidateJudge {
    private final Judges judges;

    CandidateJudge(Judges judges) {
        this.judges = judges;
    }

    /**
     * What is known of the candidate.
     *
     * @param status what the status shall say of it
     */
    record Known(Judgements judgements, JudgedStatus status) {}

    /** What can be looked at in one pass. */
    private record Scene(ModelDeployment resource, Sight sight, AnalysisJobs jobs, JudgedStatus last, Instant now) {
        List<PodAddress> servers(RevisionHash revision) {
            return sight.serversOf(revision);
        }
    }

    /** An analysis that is wanted now: of whom, by what, since when, and whose counters tell of it. */
    private record Wanted(
            RevisionHash stable, RevisionHash candidate, Instant startedAt, AnalysisPlan plan, Analyses.Arms arms) {}

    /** The way of a candidate, and how long its evaluation has been waited for. */
    private record Evaluated(Progressing state, Optional<Duration> waited) {}

    Known judge(
            ModelDeployment resource,
            RolloutPolicy policy,
            Optional<RolloutState> state,
            Sight sight,
            AnalysisJobs jobs,
            Instant now) {
        var scene = new Scene(resource, sight, jobs, JudgedStatus.of(resource), now);
        return switch (state.orElse(null)) {
            case Progressing progressing when !progressing.isBack() -> onItsWay(progressing, policy.strategy(), scene);
            case Verifying verifying -> verified(verifying, scene);
            case null, default -> {
                judges.analyses().forget(resource.getMetadata().getUid());
                judges.evaluations()
                        .forget(
                                resource.getMetadata().getNamespace(),
                                resource.getMetadata().getName());
                yield new Known(Judgements.NONE, scene.last);
            }
        };
    }

    private Known onItsWay(Progressing state, Strategy strategy, Scene scene) {
        Optional<Duration> waited = strategy.isEvaluated(state.step())
                ? Optional.of(Duration.between(state.stepStartedAt().orElse(scene.now), scene.now))
                : Optional.empty();
        Optional<EvaluationView> evaluation = Optional.ofNullable(
                        scene.resource.getSpec().evaluation())
                .flatMap(spec -> evaluate(spec, new Evaluated(state, waited), scene));
        boolean waits = strategy.isJudged(state.step());
        boolean measures = strategy.isMeasuredAt(state.step());
        var moment = new Analyses.Moment(
                scene.now,
                waits ? state.stepStartedAt() : Optional.empty(),
                measures && !scene.servers(state.candidate()).isEmpty());
        // A canary is compared from its first request on; what a blue-green one is checked by belongs to its step.
        Optional<AnalysisView> analysis = Policies.analysis(scene.resource.getSpec())
                .filter(_ -> measures || strategy.kind() == Strategy.Kind.CANARY)
                .map(plan -> analyse(
                        new Wanted(
                                state.stable(),
                                state.candidate(),
                                state.startedAt(),
                                plan,
                                new Analyses.Arms(scene.servers(state.stable()), scene.servers(state.candidate()))),
                        moment,
                        scene));
        return known(evaluation, analysis, scene);
    }

    private Known verified(Verifying state, Scene scene) {
        var moment = new Analyses.Moment(
                scene.now,
                Optional.of(state.since()),
                !scene.servers(state.candidate()).isEmpty());
        Optional<AnalysisView> analysis = Policies.verification(scene.resource.getSpec())
                .map(plan -> analyse(
                        new Wanted(
                                state.stable(),
                                state.candidate(),
                                state.since(),
                                plan,
                                // Stable gets no requests any more.
                                new Analyses.Arms(List.of(), scene.servers(state.candidate()))),
                        moment,
                        scene));
        return known(Optional.empty(), analysis, scene);
    }

    private static Known known(Optional<EvaluationView> evaluation, Optional<AnalysisView> analysis, Scene scene) {
        return new Known(
                new Judgements(
                        evaluation.map(view -> judgement(view.outcome())).orElseGet(Judgement.Unasked::new),
                        analysis.map(AnalysisView::judgement).orElseGet(Judgement.Unasked::new)),
                new JudgedStatus(
                        evaluation.map(EvaluationView::status).orElse(scene.last.evaluation()),
                        analysis.map(AnalysisView::status).orElse(scene.last.analysis())));
    }

    private AnalysisView analyse(Wanted wanted, Analyses.Moment moment, Scene scene) {
        var metadata = scene.resource.getMetadata();
        return judges.analyses()
                .look(
                        new AnalysisKey(
                                metadata.getUid(),
                                metadata.getNamespace(),
                                metadata.getName(),
                                wanted.stable,
                                wanted.candidate,
                                wanted.startedAt),
                        wanted.plan,
                        new Analyses.Scene(wanted.arms, scene.last.analysis(), moment, scene.jobs));
    }

    private Optional<EvaluationView> evaluate(EvaluationSpec spec, Evaluated of, Scene scene) {
        return judges.evaluations()
                .look(
                        new EvaluationKey(
                                scene.resource.getMetadata().getNamespace(),
                                scene.resource.getMetadata().getName(),
                                of.state.candidate(),
                                Optional.of(of.state.stable()),
                                of.state.startedAt()),
                        spec,
                        new CandidateEvaluations.Moment(
                                new Pods(
                                        servers(scene.servers(of.state.candidate())),
                                        servers(scene.servers(of.state.stable()))),
                                of.waited,
                                Optional.ofNullable(scene.last.evaluation())));
    }

    /** What cannot be measured is for a person to mend or to pass over, never a pass (rule 14). */
    private static Judgement judgement(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Running(String message) -> new Judgement.Pending(message);
            case Outcome.Passed(String message) -> new Judgement.Good(message);
            case Outcome.Failed(String message) -> new Judgement.Bad(message);
            case Outcome.Inconclusive(String message) -> new Judgement.Unclear(message);
            case Outcome.Unmeasured(String message) -> new Judgement.Unclear(message);
        };
    }

    private static List<io.modeldeployment.operator.evaluation.run.PodAddress> servers(List<PodAddress> pods) {
        return pods.stream()
                .map(pod -> new io.modeldeployment.operator.evaluation.run.PodAddress(pod.ip(), pod.port()))
                .toList();
    }
}
