package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import java.util.Map;
import java.util.Optional;

/**
 * What shall be in a state: pods of the revisions that take part, whose pods get traffic, and what the preview shows.
 *
 * <p>Invariants: no weight to a revision without enough available and proven pods (rule 7); stable loses pods only once
 * the candidate's are in the Service (rule 8); a pod that takes no part gets no traffic.
 *
 * @param replicas pods by revision
 * @param route whose pods the main Service shall select
 * @param preview what the preview Service shall select
 * @param weight share in percent that is aimed at for the candidate
 */
record Targets(Map<RevisionHash, Integer> replicas, Route route, Optional<RevisionHash> preview, int weight) {

    static Targets of(RolloutState state, Situation situation) {
        int replicas = situation.policy().replicas();
        return switch (state) {
            case Initial(var revision, var _) ->
                new Targets(Map.of(revision, replicas), first(revision, situation), Optional.empty(), 0);
            case Stable(var stable) -> alone(stable, replicas);
            case Failed(var stable, var _, var _) -> alone(stable, replicas);
            case Progressing progressing -> new ProgressingTargets(progressing, situation).targets();
            case Promoting(var stable, var candidate, var _) ->
                new Targets(
                        Map.of(
                                candidate,
                                situation.policy().fullReplicas(),
                                stable,
                                situation.seen().of(stable).desired()),
                        promoted(candidate, situation),
                        preview(candidate, situation),
                        100);
            case RollingBack rollingBack -> new RollingBackTargets(rollingBack, situation).targets();
        };
    }

    private static Targets alone(RevisionHash stable, int replicas) {
        return new Targets(Map.of(stable, replicas), new Route.Only(stable), Optional.empty(), 0);
    }

    static Optional<RevisionHash> preview(RevisionHash candidate, Situation situation) {
        return situation.strategy().kind() == Strategy.Kind.BLUE_GREEN ? Optional.of(candidate) : Optional.empty();
    }

    /** Who serves goes on serving until the first revision has proven itself. */
    private static Route first(RevisionHash revision, Situation situation) {
        boolean proven = situation.policy().replicas() == 0
                || situation.seen().of(revision).provenWith(1);
        return proven ? new Route.Only(revision) : situation.seen().route();
    }

    private static Route promoted(RevisionHash candidate, Situation situation) {
        boolean strong =
                situation.seen().of(candidate).provenWith(situation.policy().fullReplicas());
        return strong ? new Route.Only(candidate) : situation.seen().route();
    }
}
