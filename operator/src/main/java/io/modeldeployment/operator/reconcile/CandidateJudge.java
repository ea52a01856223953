package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.AnalysisKey;
import io.modeldeployment.operator.analysis.AnalysisPlan;
import io.modeldeployment.operator.analysis.AnalysisView;
import io.modeldeployment.operator.analysis.PodAddress;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.Judgements;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Asks for the judgements of a candidate that the spec wants, while there is a candidate to judge. */
final class CandidateJudge {
    private final Analyses analyses;

    CandidateJudge(Analyses analyses) {
        this.analyses = analyses;
    }

    /**
     * What is known of the candidate.
     *
     * @param analysis what the status shall say of the comparison
     */
    record Known(Judgements judgements, @Nullable AnalysisStatus analysis) {}

    Known judge(
            ModelDeployment resource, RolloutPolicy policy, Optional<RolloutState> state, Sight sight, Instant now) {
        String uid = resource.getMetadata().getUid();
        AnalysisStatus last = Optional.ofNullable(resource.getStatus())
                .map(ModelDeploymentStatus::analysis)
                .orElse(null);
        Optional<AnalysisPlan> plan = Policies.analysis(resource.getSpec());
        if (plan.isEmpty() || !(state.orElse(null) instanceof Progressing progressing)) {
            analyses.forget(uid);
            return new Known(Judgements.NONE, last);
        }
        AnalysisView view = analyses.look(
                new AnalysisKey(uid, progressing.stable(), progressing.candidate(), progressing.startedAt()),
                plan.get(),
                new Analyses.Arms(pods(progressing.stable(), sight), pods(progressing.candidate(), sight)),
                last,
                new Analyses.Moment(
                        now,
                        policy.strategy().isJudged(progressing.step())
                                ? progressing.stepStartedAt()
                                : Optional.empty()));
        return new Known(new Judgements(new Judgement.Unasked(), view.judgement()), view.status());
    }

    private static List<PodAddress> pods(RevisionHash revision, Sight sight) {
        return sight.podsOf(revision).stream()
                .filter(PodSight::isReady)
                .flatMap(CandidateJudge::address)
                .toList();
    }

    private static Stream<PodAddress> address(Pod pod) {
        return PodSight.address(pod).stream().map(ip -> new PodAddress(PodSight.process(pod), ip, PodSight.port(pod)));
    }
}
