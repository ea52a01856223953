package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.RolloutState.Verifying;
import java.util.HashMap;
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
 * @param gateway what the HTTPRoute shall say; empty: there shall be none
 * @param preview what the preview Service shall select
 * @param weight share in percent that is aimed at for the candidate
 */
record Targets(
        Map<RevisionHash, Integer> replicas,
        Route route,
        Optional<GatewayRoute> gateway,
        Optional<RevisionHash> preview,
        int weight) {

    static Targets of(RolloutState state, Situation situation) {
        return switch (state) {
            case Initial(var revision, var _) -> first(revision, situation).clearedFor(revision, situation);
            case Stable(var stable) -> alone(stable, situation);
            case Failed(var stable, var _, var _) -> alone(stable, situation);
            case Progressing progressing ->
                StepTargets.of(progressing, situation).targets().clearedFor(progressing.candidate(), situation);
            case Promoting(var stable, var candidate, var _) ->
                new Targets(
                        Map.of(
                                candidate,
                                situation.policy().fullReplicas(),
                                stable,
                                situation.seen().of(stable).desired()),
                        promoted(candidate, situation),
                        promotedGateway(candidate, situation),
                        preview(candidate, situation),
                        100);
            case Verifying(var stable, var candidate, var _, var _) ->
                new Targets(
                        Map.of(
                                candidate,
                                situation.policy().fullReplicas(),
                                stable,
                                situation.policy().replicas()),
                        promoted(candidate, situation),
                        promotedGateway(candidate, situation),
                        Optional.empty(),
                        100);
            case RollingBack rollingBack ->
                situation.policy().gateway().isPresent()
                        ? new GatewayRollingBack(rollingBack, situation).targets()
                        : new RollingBackTargets(rollingBack, situation).targets();
        };
    }

    private static Targets first(RevisionHash revision, Situation situation) {
        return new Targets(
                Map.of(revision, situation.policy().replicas()),
                firstRoute(revision, situation),
                firstGateway(revision, situation),
                Optional.empty(),
                0);
    }

    /** The same, but no pods of {@code revision} before it may have them. */
    private Targets clearedFor(RevisionHash revision, Situation situation) {
        if (!situation.holdsBack(revision)) {
            return this;
        }
        var spared = new HashMap<>(replicas);
        spared.put(revision, 0);
        return new Targets(Map.copyOf(spared), route, gateway, preview, weight);
    }

    private static Targets alone(RevisionHash stable, Situation situation) {
        Optional<GatewayRoute> gateway = situation.seen().gateway().route().isEmpty()
                ? firstGatewayRoute(stable, situation)
                : Optional.of(GatewayRoute.only(stable));
        return new Targets(
                Map.of(stable, situation.policy().replicas()),
                new Route.Only(stable),
                gateway.filter(_ -> situation.policy().gateway().isPresent()),
                Optional.empty(),
                0);
    }

    /** An HTTPRoute is made once there is somebody behind it. */
    static Optional<GatewayRoute> firstGatewayRoute(RevisionHash revision, Situation situation) {
        boolean serves = situation.policy().replicas() == 0
                || situation.seen().of(revision).backing() > 0;
        return Optional.of(GatewayRoute.only(revision)).filter(_ -> serves);
    }

    private static Optional<GatewayRoute> firstGateway(RevisionHash revision, Situation situation) {
        boolean proven = situation.policy().replicas() == 0
                || situation.seen().of(revision).provenWith(1);
        return gateway(revision, proven, situation);
    }

    private static Optional<GatewayRoute> promotedGateway(RevisionHash candidate, Situation situation) {
        boolean strong =
                situation.seen().of(candidate).provenWith(situation.policy().fullReplicas());
        return gateway(candidate, strong, situation);
    }

    /** All to {@code revision} if it is ready for that; else whoever has it keeps it. */
    private static Optional<GatewayRoute> gateway(RevisionHash revision, boolean ready, Situation situation) {
        Optional<GatewayRoute> now = situation.seen().gateway().route().map(GatewayRoute::plain);
        return (ready ? firstGatewayRoute(revision, situation).or(() -> now) : now)
                .filter(_ -> situation.policy().gateway().isPresent());
    }

    static Optional<RevisionHash> preview(RevisionHash candidate, Situation situation) {
        return situation.strategy().kind() == Strategy.Kind.BLUE_GREEN ? Optional.of(candidate) : Optional.empty();
    }

    /** Who serves goes on serving until the first revision has proven itself. */
    private static Route firstRoute(RevisionHash revision, Situation situation) {
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
