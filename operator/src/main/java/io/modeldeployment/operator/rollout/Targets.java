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
                promoted(
                                new Cards(situation, stable, candidate),
                                situation.seen().of(stable).desired())
                        .previewing(preview(candidate, situation));
            case Verifying(var stable, var candidate, var _, var _) ->
                promoted(
                        new Cards(situation, stable, candidate),
                        situation.policy().replicas());
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

    /** All traffic to the candidate; stable shall have {@code kept} pods if there is room, and loses none here. */
    private static Targets promoted(Cards cards, int kept) {
        Situation situation = cards.situation();
        int full = situation.policy().fullReplicas();
        int warm = situation.seen().of(cards.stable()).desired();
        return new Targets(
                Map.of(cards.candidate(), cards.candidate(full), cards.stable(), cards.stable(kept, full, warm)),
                promotedRoute(cards),
                promotedGateway(cards),
                Optional.empty(),
                100);
    }

    private Targets previewing(Optional<RevisionHash> revision) {
        return new Targets(replicas, route, gateway, revision, weight);
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

    private static Optional<GatewayRoute> promotedGateway(Cards cards) {
        return gateway(cards.candidate(), isStrong(cards), cards.situation());
    }

    private static boolean isStrong(Cards cards) {
        return cards.situation().seen().of(cards.candidate()).provenWith(cards.enough());
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

    private static Route promotedRoute(Cards cards) {
        return isStrong(cards)
                ? new Route.Only(cards.candidate())
                : cards.situation().seen().route();
    }
}
