package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What shall be while traffic returns to the stable revision: stable first gets its pods back (rules 7 and 10), unless
 * the candidate does harm or has nothing to serve with; with no stable pod at all the candidate keeps what it has
 * (rule 16).
 */
record RollingBackTargets(RollingBack state, Situation situation) {

    Targets targets() {
        return new Targets(
                Map.of(state.stable(), situation.policy().replicas(), state.candidate(), candidateReplicas()),
                route(),
                Optional.empty(),
                Optional.empty(),
                0);
    }

    /**
     * Where there is no room for all pods at once, each stable pod that has come back lets a candidate pod go; where there
     * is none at all, the candidate gives one up first.
     */
    private int candidateReplicas() {
        int desired = candidate().desired();
        Route now = situation.seen().route();
        if (cards().isTight() && now.reaches(state.candidate())) {
            int serving = now.reaches(state.stable()) ? stable().lasting() : 0;
            return Math.min(desired, Math.max(1, cards().floor() - serving));
        }
        if (!(now instanceof Route.Shared) || stable().lasting() == 0) {
            return desired;
        }
        int missing = situation.policy().replicas() - stable().lasting();
        return Math.min(desired, Math.max(1, missing));
    }

    Route route() {
        Route now = situation.seen().route();
        Route stableOnly = new Route.Only(state.stable());
        boolean onCandidate = now.equals(new Route.Only(state.candidate()));
        if (situation.policy().replicas() == 0 || !onCandidate && !(now instanceof Route.Shared)) {
            return stableOnly;
        }
        if (stable().lasting() == 0) {
            return candidate().lasting() == 0 ? stableOnly : now;
        }
        if (stableMayCarryAll()) {
            return stableOnly;
        }
        boolean mayShare = onCandidate
                && (situation.strategy().kind() == Strategy.Kind.CANARY || cards().isTight())
                && situation.policy().gateway().isEmpty()
                && !situation.othersThan(state.stable(), state.candidate());
        return mayShare ? new Route.Shared() : now;
    }

    boolean stableMayCarryAll() {
        return stable().lasting() >= cards().floor()
                || state.abort().cause().harmful()
                || candidate().lasting() == 0
                || isLate();
    }

    /**
     * Whether stable is lost: it has had no available pod for all of the progress deadline, the candidate has, and the
     * spec asks for something that stable stands in the way of.
     */
    boolean stableIsLost() {
        boolean wantedIsBlocked = !situation.wanted().equals(state.stable())
                && !(situation.wanted().equals(state.candidate())
                        && state.abort().cause().sticky());
        return wantedIsBlocked
                && isLate()
                && stable().lasting() == 0
                && candidate().lasting() > 0;
    }

    private boolean isLate() {
        return Duration.between(state.abort().at(), situation.now())
                        .compareTo(situation.policy().progressDeadline())
                > 0;
    }

    private Cards cards() {
        return new Cards(situation, state.stable(), state.candidate());
    }

    private RevisionView candidate() {
        return situation.seen().of(state.candidate());
    }

    private RevisionView stable() {
        return situation.seen().of(state.stable());
    }
}
