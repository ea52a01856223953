package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import java.util.Map;
import java.util.Optional;

/**
 * What shall be while traffic through gateways returns to stable: stable's share grows with its pods, and all of it moves at
 * once when the candidate does harm, has nothing to serve with, or time is up (rules 7 and 10). The candidate's share never
 * grows; with no stable pod at all it keeps what it has (rule 16).
 */
record GatewayRollingBack(RollingBack state, Situation situation) {

    Targets targets() {
        return new Targets(
                Map.of(state.stable(), situation.policy().replicas(), state.candidate(), candidateReplicas()),
                service(),
                route(),
                Optional.empty(),
                0);
    }

    /** Where there is no room for all pods at once, the candidate keeps those for the share that it still has. */
    private int candidateReplicas() {
        int desired = candidate().desired();
        boolean isTight = cards().isTight();
        boolean isFree = seen().route().equals(stableOnly()) && seen().gateway().isAcknowledged();
        if (!isFree || current() == 0 || stable().backing() == 0 && !isTight) {
            return desired;
        }
        int full = situation.policy().fullReplicas();
        // Shares are rounded: two pods of three have 67 %, which is no reason to hold a third one's device.
        int carrying = isTight ? Math.round(full * current() / 100f) - 1 : ReplicaSplit.sized(full, current());
        return Math.min(desired, Math.max(1, carrying));
    }

    /** What goes to the candidate beside its weight ends here, in every case (rule 12). */
    private Optional<GatewayRoute> route() {
        Optional<GatewayRoute> now = seen().gateway().route().map(GatewayRoute::plain);
        if (now.isEmpty()) {
            return Targets.firstGatewayRoute(state.stable(), situation);
        }
        if (situation.policy().replicas() > 0 && stable().backing() == 0) {
            return candidate().backing() == 0 ? Optional.of(GatewayRoute.only(state.stable())) : now;
        }
        if (new RollingBackTargets(state, situation).stableMayCarryAll()) {
            return Optional.of(GatewayRoute.only(state.stable()));
        }
        if (!seen().gateway().isAcknowledged() || now.get().reachesOthersThan(state.stable(), state.candidate())) {
            return now;
        }
        int carried = 100 * stable().backing() / situation.policy().replicas();
        int left = Math.min(current(), 100 - carried);
        return Optional.of(GatewayRoute.between(state.stable(), state.candidate(), left));
    }

    /** The Service follows the rules of a rollout without gateways, except that stable may be small by intent. */
    private Route service() {
        boolean isSmall = cards().isTight()
                || situation
                        .policy()
                        .gateway()
                        .filter(RolloutPolicy.Gateway::dynamicStableScale)
                        .isPresent();
        boolean mayServe = isSmall && stable().lasting() > 0 && !(seen().route() instanceof Route.Shared);
        return mayServe ? stableOnly() : new RollingBackTargets(state, situation).route();
    }

    /** The share that the HTTPRoute gives to the candidate now. */
    private int current() {
        return seen().gateway()
                .route()
                .map(now -> now.weightOf(state.candidate()))
                .orElse(0);
    }

    private Cards cards() {
        return new Cards(situation, state.stable(), state.candidate());
    }

    private Route stableOnly() {
        return new Route.Only(state.stable());
    }

    private RevisionView candidate() {
        return seen().of(state.candidate());
    }

    private RevisionView stable() {
        return seen().of(state.stable());
    }

    private Observation seen() {
        return situation.seen();
    }
}
