package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.util.Map;
import java.util.Optional;

/** What shall be while a candidate goes through the steps, and whether the current step has got there. */
record ProgressingTargets(Progressing state, Situation situation) implements StepTargets {

    @Override
    public Targets targets() {
        return new Targets(
                Map.of(state.candidate(), candidateReplicas(), state.stable(), stableReplicas()),
                route(),
                Optional.empty(),
                Targets.preview(state.candidate(), situation),
                weight());
    }

    @Override
    public boolean candidateIsProven() {
        return candidate().provenWith(neededReplicas());
    }

    @Override
    public boolean mayPromote() {
        return candidateIsProven();
    }

    @Override
    public boolean isLate() {
        return !candidateIsProven() && !cards().isEmptyHanded();
    }

    private Cards cards() {
        return new Cards(situation, state.stable(), state.candidate());
    }

    /** Whether all that this step asks for is there and the Service's endpoints have followed. */
    @Override
    public boolean isReached() {
        boolean stableHasItsPods =
                stable().desired() == stableReplicas() || !situation.seen().exists(state.stable());
        return candidateIsProven() && situation.seen().acknowledges(route()) && aimedRouteIsTaken() && stableHasItsPods;
    }

    /** Whether pods of a revision that takes no part are still there: they would share the traffic. */
    private boolean othersArePresent() {
        return situation.othersThan(state.stable(), state.candidate());
    }

    private int weight() {
        int last = situation.strategy().steps().size() - 1;
        return situation.strategy().weightAt(Math.min(state.step(), last));
    }

    /** After the last step it takes all, whatever the weight was. */
    private boolean hasNoWeight() {
        return weight() == 0 && !isFinal();
    }

    private boolean isFinal() {
        return state.step() >= situation.strategy().steps().size();
    }

    @Override
    public int neededReplicas() {
        if (isFinal()) {
            return cards().enough();
        }
        return weight() == 0
                ? cards().attainableBeforeTraffic(asked().orElse(1))
                : cards().attainable(split().candidate(), 1);
    }

    /** Only without traffic: under a shared Service more pods would be more weight. */
    private Optional<Integer> asked() {
        return situation.strategy().podsAskedAt(state.step(), situation.policy().fullReplicas());
    }

    private ReplicaSplit split() {
        return ReplicaSplit.nearest(situation.policy().replicas(), weight(), cards().most());
    }

    /**
     * Pods that are too many, left by an earlier try or a higher weight, go once nobody needs them: each for a stable
     * one that has come back. Blue-green ones that are still warm stay warm.
     */
    private int candidateReplicas() {
        return cards().candidate(wantedReplicas());
    }

    private int wantedReplicas() {
        int needed = neededReplicas();
        int desired = candidate().desired();
        Route now = situation.seen().route();
        if (now instanceof Route.Shared) {
            int missing = cards().floor() - serving(stable());
            return Math.max(hasNoWeight() ? 1 : needed, Math.min(desired, missing));
        }
        if (situation.strategy().kind() == Strategy.Kind.BLUE_GREEN) {
            return Math.max(needed, Math.min(desired, situation.policy().fullReplicas()));
        }
        return !situation.seen().mayReach(state.candidate()) ? needed : Math.max(needed, desired);
    }

    private static int serving(RevisionView view) {
        return Math.min(view.lasting(), view.endpoints());
    }

    /** What there is room for: without any, stable goes ahead and gives up a pod, so that one less serves for a while. */
    private int stableReplicas() {
        boolean candidateServes = situation.seen().route().reaches(state.candidate())
                && candidate().provenWith(1);
        int least = situation.policy().replicas() - 1 - (candidateServes ? serving(candidate()) : 0);
        return cards().stable(exchangedReplicas(), neededReplicas(), Math.max(1, least));
    }

    /**
     * Stable gives up a pod only for a proven one of the candidate that has an endpoint, so that a canary needs room
     * for one more pod than {@code replicas} at most; it gets pods back at once.
     */
    private int exchangedReplicas() {
        Route now = situation.seen().route();
        int replicas = situation.policy().replicas();
        boolean carriesAll = hasNoWeight() || now.equals(stableOnly());
        boolean willCarryAll = now instanceof Route.Shared && weight() < 100 && !isFinal() && othersArePresent();
        if (replicas == 0 || carriesAll || willCarryAll) {
            return replicas;
        }
        int kept = weight() >= 100 || isFinal() ? 1 : split().stable();
        int desired = stable().desired();
        boolean candidateServes = now instanceof Route.Shared && candidate().provenWith(1);
        int missing = replicas - serving(candidate());
        return Math.max(kept, candidateServes ? Math.min(desired, missing) : desired);
    }

    private Route route() {
        Route now = situation.seen().route();
        boolean ours = now.equals(stableOnly()) || now.equals(candidateOnly()) || now instanceof Route.Shared;
        boolean candidateIsLost = now.equals(candidateOnly()) && candidate().lasting() == 0;
        if (!ours) {
            return stableOnly();
        }
        if (candidateIsLost) {
            return stable().lasting() > 0 ? stableOnly() : now;
        }
        if (isFinal()) {
            return growing(now);
        }
        if (weight() == 0) {
            return backToStable();
        }
        if (weight() >= 100) {
            return candidateIsFull() ? candidateOnly() : growing(now);
        }
        return shared(now);
    }

    /** The way to all traffic: a canary takes it pod by pod, blue-green at once. */
    private Route growing(Route now) {
        boolean sharesFirst = mayShare() && now.equals(stableOnly());
        return sharesFirst ? shared(now) : now;
    }

    /** Blue-green moves everything at once, unless there is no room for two sets of pods. */
    private boolean mayShare() {
        return situation.strategy().kind() == Strategy.Kind.CANARY || cards().mustShare();
    }

    private Route shared(Route now) {
        if (othersArePresent()) {
            return backToStable();
        }
        // Pods left by an earlier try would give the candidate more than its share.
        boolean shareIsRight = candidate().available() <= neededReplicas();
        boolean isReady = !now.equals(stableOnly()) || candidate().provenWith(1) && shareIsRight;
        return isReady ? new Route.Shared() : now;
    }

    /** Stable gets all traffic once it has the pods for it (rule 7), and as much as it has pods for until then. */
    private Route backToStable() {
        Route now = situation.seen().route();
        if (stable().lasting() >= cards().floor()) {
            return stableOnly();
        }
        boolean shares = now.equals(candidateOnly()) && mayShare() && stable().lasting() > 0 && !othersArePresent();
        return shares ? new Route.Shared() : now;
    }

    private boolean candidateIsFull() {
        return candidate().provenWith(cards().enough());
    }

    /** The route of this step's weight, rather than one kept until somebody is strong enough for it. */
    private boolean aimedRouteIsTaken() {
        Route now = situation.seen().route();
        if (weight() == 0) {
            return now.equals(stableOnly());
        }
        return weight() >= 100 ? now.equals(candidateOnly()) : now instanceof Route.Shared && !othersArePresent();
    }

    private Route stableOnly() {
        return new Route.Only(state.stable());
    }

    private Route candidateOnly() {
        return new Route.Only(state.candidate());
    }

    private RevisionView candidate() {
        return situation.seen().of(state.candidate());
    }

    private RevisionView stable() {
        return situation.seen().of(state.stable());
    }

    @Override
    public Optional<String> waitingFor() {
        if (isReached()) {
            return Optional.empty();
        }
        return cards().waitingFor(neededReplicas())
                .or(() -> StepTargets.missing(candidate(), neededReplicas()))
                .or(() -> Optional.of(
                        othersArePresent()
                                ? "pods of an earlier revision to go"
                                : "the Service's endpoints to follow"));
    }
}
