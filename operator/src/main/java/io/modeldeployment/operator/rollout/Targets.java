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
            case RollingBack(var stable, var candidate, var abort) ->
                new Targets(
                        Map.of(
                                stable,
                                replicas,
                                candidate,
                                situation.seen().of(candidate).desired()),
                        rolledBack(stable, candidate, abort, situation),
                        Optional.empty(),
                        0);
        };
    }

    private static Targets alone(RevisionHash stable, int replicas) {
        return new Targets(Map.of(stable, replicas), new Route.Only(stable), Optional.empty(), 0);
    }

    static Optional<RevisionHash> preview(RevisionHash candidate, Situation situation) {
        return situation.strategy().kind() == Strategy.Kind.BLUE_GREEN ? Optional.of(candidate) : Optional.empty();
    }

    private static Route first(RevisionHash revision, Situation situation) {
        Route only = new Route.Only(revision);
        boolean proven = situation.policy().replicas() == 0
                || situation.seen().of(revision).provenWith(1)
                || situation.seen().route().equals(only);
        return proven ? only : new Route.None();
    }

    private static Route promoted(RevisionHash candidate, Situation situation) {
        boolean strong =
                situation.seen().of(candidate).available() >= situation.policy().fullReplicas();
        return strong ? new Route.Only(candidate) : situation.seen().route();
    }

    /**
     * Stable first gets its pods back (rule 7), unless the candidate does harm or has nothing to serve with; with no
     * stable pod at all the candidate keeps what it has (rule 16).
     */
    private static Route rolledBack(RevisionHash stable, RevisionHash candidate, Abort abort, Situation situation) {
        var seen = situation.seen();
        int available = seen.of(stable).available();
        boolean enough = available >= situation.policy().replicas()
                || abort.cause().harmful()
                || seen.of(candidate).available() == 0;
        boolean alreadyThere = seen.route().equals(new Route.Only(stable));
        boolean scaledToZero = situation.policy().replicas() == 0;
        return alreadyThere || scaledToZero || available > 0 && enough ? new Route.Only(stable) : seen.route();
    }
}
