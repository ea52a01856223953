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
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
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
    private record Scene(
            ModelDeployment resource,
            Progressing state,
            List<PodAddress> stable,
            List<PodAddress> candidate,
            JudgedStatus last) {}

    Known judge(
            ModelDeployment resource, RolloutPolicy policy, Optional<RolloutState> state, Sight sight, Instant now) {
        JudgedStatus last = JudgedStatus.of(resource);
        if (!(state.orElse(null) instanceof Progressing progressing)) {
            judges.analyses().forget(resource.getMetadata().getUid());
            judges.evaluations()
                    .forget(
                            resource.getMetadata().getNamespace(),
                            resource.getMetadata().getName());
            return new Known(Judgements.NONE, last);
        }
        var scene = new Scene(
                resource,
                progressing,
                sight.serversOf(progressing.stable()),
                sight.serversOf(progressing.candidate()),
                last);
        boolean waits = policy.strategy().isJudged(progressing.step());
        var moment = new Analyses.Moment(now, waits ? progressing.stepStartedAt() : Optional.empty());
        Optional<Duration> waited = policy.strategy().isEvaluated(progressing.step())
                ? Optional.of(Duration.between(progressing.stepStartedAt().orElse(now), now))
                : Optional.empty();
        Optional<EvaluationView> evaluation =
                Optional.ofNullable(resource.getSpec().evaluation()).flatMap(spec -> evaluate(spec, scene, waited));
        Optional<AnalysisView> analysis =
                Policies.analysis(resource.getSpec()).map(plan -> compare(plan, scene, moment));
        return new Known(
                new Judgements(
                        evaluation.map(view -> judgement(view.outcome())).orElseGet(Judgement.Unasked::new),
                        analysis.map(AnalysisView::judgement).orElseGet(Judgement.Unasked::new)),
                new JudgedStatus(
                        evaluation.map(EvaluationView::status).orElse(last.evaluation()),
                        analysis.map(AnalysisView::status).orElse(last.analysis())));
    }

    private AnalysisView compare(AnalysisPlan plan, Scene scene, Analyses.Moment moment) {
        return judges.analyses()
                .look(
                        new AnalysisKey(
                                scene.resource.getMetadata().getUid(),
                                scene.state.stable(),
                                scene.state.candidate(),
                                scene.state.startedAt()),
                        plan,
                        new Analyses.Arms(scene.stable, scene.candidate),
                        scene.last.analysis(),
                        moment);
    }

    private Optional<EvaluationView> evaluate(EvaluationSpec spec, Scene scene, Optional<Duration> waited) {
        return judges.evaluations()
                .look(
                        new EvaluationKey(
                                scene.resource.getMetadata().getNamespace(),
                                scene.resource.getMetadata().getName(),
                                scene.state.candidate(),
                                Optional.of(scene.state.stable()),
                                scene.state.startedAt()),
                        spec,
                        new CandidateEvaluations.Moment(
                                new Pods(servers(scene.candidate), servers(scene.stable)),
                                waited,
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
