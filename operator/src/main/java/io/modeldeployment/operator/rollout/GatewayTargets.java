package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.util.Map;
import java.util.Optional;

/**
 * What shall be at a step whose weight goes through gateways: the weight is exact and depends on no ratio of pods, so the
 * candidate has the pods for its share and stable keeps all of its own. The Service goes on selecting one revision.
 *
 * <p>Invariants: no weight to a revision without the proven pods for it, both ways (rule 7); a weight rises only from one
 * that is acknowledged, and stable loses pods only behind it (rules 8 and 11); the same goes for what comes to the candidate
 * beside its weight (rule 12).
 */
record GatewayTargets(Progressing state, Situation situation) implements StepTargets {

    @Override
    public Targets targets() {
        return new Targets(
                Map.of(state.candidate(), candidateReplicas(), state.stable(), stableReplicas()),
                service(),
                route(),
                Targets.preview(state.candidate(), situation),
                weight());
    }

    @Override
    public boolean candidateIsProven() {
        return candidate().provenWith(neededReplicas());
    }

    @Override
    public boolean isReached() {
        boolean isAlone = stableIsLost() && seen().gateway().acknowledges(GatewayRoute.only(state.candidate()));
        return candidateIsProven()
                && (isAlone || seen().gateway().acknowledges(aim()))
                && seen().acknowledges(isAlone || weight() >= 100 ? candidateOnly() : stableOnly());
    }

    @Override
    public boolean mayPromote() {
        return candidateIsProven() && seen().gateway().acknowledges(aim());
    }

    /** A gateway that does not answer is waited for no longer than pods are. */
    @Override
    public boolean isLate() {
        return !candidateIsProven() && !cards().isEmptyHanded()
                || !seen().gateway().isAcknowledged();
    }

    private Cards cards() {
        return new Cards(situation, state.stable(), state.candidate());
    }

    @Override
    public Optional<String> waitingFor() {
        if (isReached()) {
            return Optional.empty();
        }
        return cards().waitingFor(neededReplicas())
                .or(() -> StepTargets.missing(candidate(), neededReplicas()))
                .or(() -> seen().gateway().problem().map(problem -> "the gateways: " + problem))
                .or(() -> Optional.of(
                        current() > weight()
                                ? "pods of " + state.stable() + ", which are to take a share back"
                                : "the endpoints to follow"));
    }

    private int weight() {
        int last = situation.strategy().steps().size() - 1;
        return situation.strategy().weightAt(Math.min(state.step(), last));
    }

    private boolean isFinal() {
        return state.step() >= situation.strategy().steps().size();
    }

    /** The share that the candidate shall have in the end of this step. */
    private int goal() {
        return isFinal() ? 100 : weight();
    }

    private GatewayRoute aim() {
        return GatewayRoute.between(state.stable(), state.candidate(), goal()).with(wantedDetours());
    }

    private Detours wantedDetours() {
        return situation.strategy().detoursAt(state.step(), state.candidate());
    }

    /** Rule 12: none for a candidate that nobody could answer for; and none more before it is strong enough for them. */
    private Detours detours() {
        if (candidate().backing() == 0) {
            return Detours.NONE;
        }
        boolean mayGain = seen().gateway().isAcknowledged()
                && candidateIsProven()
                && candidate().backends() >= neededReplicas();
        return mayGain
                ? wantedDetours()
                : wantedDetours()
                        .among(seen().gateway()
                                .route()
                                .map(GatewayRoute::detours)
                                .orElse(Detours.NONE));
    }

    /** The share that the HTTPRoute gives to the candidate now. */
    private int current() {
        return seen().gateway()
                .route()
                .map(now -> now.weightOf(state.candidate()))
                .orElse(0);
    }

    @Override
    public int neededReplicas() {
        int replicas = situation.policy().fullReplicas();
        Optional<Integer> asked = situation.strategy().podsAskedAt(state.step(), replicas);
        int load = Math.min(100, goal() + wantedDetours().mirrored());
        if (load == 0) {
            return cards().attainableBeforeTraffic(asked.orElse(1));
        }
        int carrying = ReplicaSplit.sized(replicas, load);
        int wanted = isFinal() ? carrying : Math.max(carrying, asked.orElse(1));
        return cards().attainable(wanted, leastAt(goal(), replicas));
    }

    /** Pods that are too many go once a lower share is acknowledged. Blue-green ones that are still warm stay warm. */
    private int candidateReplicas() {
        return cards().candidate(wantedReplicas());
    }

    private int wantedReplicas() {
        int needed = neededReplicas();
        int desired = candidate().desired();
        if (situation.strategy().kind() == Strategy.Kind.BLUE_GREEN) {
            return Math.max(needed, Math.min(desired, situation.policy().fullReplicas()));
        }
        boolean mayShrink =
                seen().route().equals(stableOnly()) && seen().gateway().isAcknowledged() && current() <= goal();
        return mayShrink ? needed : Math.max(needed, desired);
    }

    /** What there is room for: without any, stable goes ahead of its share by one pod. */
    private int stableReplicas() {
        // What does not serve is no loss, whatever the gateways say.
        int least = seen().gateway().isAcknowledged() || stable().lasting() == 0
                ? leastAt(Math.min(goal(), current()), candidate().backing())
                : stable().desired();
        return cards().stable(ownReplicas(), neededReplicas(), Math.max(1, least));
    }

    /** Pods that stable has at least where {@code serving} candidate pods have a share: with them one less than all. */
    private int leastAt(int share, int serving) {
        int replicas = situation.policy().replicas();
        int carried = Math.round(replicas * share / 100f);
        return Math.max(1, replicas - 1 - Math.min(serving, carried));
    }

    /** All of them, or, where stable scales with its share, those for the share that it has for sure (rule 8). */
    private int ownReplicas() {
        int replicas = situation.policy().replicas();
        if (!isDynamic() || seen().route() instanceof Route.Shared) {
            return replicas;
        }
        int needed = stableNeeded();
        return seen().gateway().isAcknowledged() ? needed : Math.min(replicas, Math.max(needed, stable().desired()));
    }

    private int stableNeeded() {
        int replicas = situation.policy().replicas();
        int share = 100 - Math.min(goal(), current());
        return replicas == 0 || !isDynamic() ? replicas : ReplicaSplit.sized(replicas, share);
    }

    private boolean isDynamic() {
        return situation.policy().gateway().orElseThrow().dynamicStableScale() || cards().mustShare();
    }

    /** What the HTTPRoute shall say; what it says now where nobody is strong enough for more. */
    private Optional<GatewayRoute> route() {
        Optional<GatewayRoute> now = seen().gateway().route();
        if (now.isEmpty()) {
            return Targets.firstGatewayRoute(state.stable(), situation)
                    .or(() -> Targets.firstGatewayRoute(state.candidate(), situation)
                            .filter(_ -> candidate().provenWith(1)));
        }
        if (now.get().reachesOthersThan(state.stable(), state.candidate())) {
            return stableIsStrong() ? Optional.of(GatewayRoute.only(state.stable())) : now.map(GatewayRoute::plain);
        }
        if (situation.policy().replicas() > 0 && current() > 0 && candidate().backing() == 0) {
            return stable().backing() > 0
                    ? Optional.of(GatewayRoute.only(state.stable()))
                    : now.map(GatewayRoute::plain);
        }
        if (stableIsLost()) {
            return Optional.of(GatewayRoute.only(state.candidate()));
        }
        return Optional.of(GatewayRoute.between(state.stable(), state.candidate(), nextShare())
                .with(detours()));
    }

    /**
     * The goal, once those who shall carry it are strong enough. Where stable scales with its share, each proven pod of the
     * candidate takes its share at once, so that a pod of stable can go and there is room for the next one.
     */
    private int nextShare() {
        if (goal() <= current()) {
            return stableIsStrong() ? goal() : current();
        }
        if (!seen().gateway().isAcknowledged() || !candidate().provenWith(1)) {
            return current();
        }
        if (candidateIsProven() && candidate().backends() >= neededReplicas()) {
            return goal();
        }
        int carried = 100 * candidate().backing() / situation.policy().fullReplicas();
        return isDynamic() ? Math.max(current(), Math.min(goal(), carried)) : current();
    }

    /** Whether stable has the pods for the share that the candidate leaves to it. */
    private boolean stableIsStrong() {
        return stable().backing() >= stableNeeded() - (cards().isTight() ? 1 : 0);
    }

    /** Rule 16: nobody is left to answer but a candidate that does, and that has a share already. */
    private boolean stableIsLost() {
        return situation.policy().replicas() > 0
                && current() > 0
                && stable().backing() == 0
                && candidate().provenWith(1);
    }

    /** Who calls the Service gets stable until the candidate has everything. */
    private Route service() {
        Route now = seen().route();
        if (goal() >= 100 && now.equals(candidateOnly()) && candidate().lasting() > 0) {
            return now;
        }
        if (weight() >= 100 && !isFinal() && mayPromote()) {
            return candidateOnly();
        }
        if (now.equals(stableOnly())) {
            return stable().lasting() == 0 && stableIsLost() ? candidateOnly() : now;
        }
        boolean isServed = now.equals(candidateOnly()) || now instanceof Route.Shared;
        return !isServed
                        || stable().lasting() >= Math.min(stableReplicas(), cards().floor())
                        || candidate().lasting() == 0
                ? stableOnly()
                : now;
    }

    private Route stableOnly() {
        return new Route.Only(state.stable());
    }

    private Route candidateOnly() {
        return new Route.Only(state.candidate());
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
