package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.util.Map;
import java.util.Optional;

/** What shall be while a candidate goes through the steps, and whether the current step has got there. */
record ProgressingTargets(Progressing state, Situation situation) {

    Targets targets() {
        return new Targets(
                Map.of(state.candidate(), candidateReplicas(), state.stable(), stableReplicas()),
                route(),
                Targets.preview(state.candidate(), situation),
                weight());
    }

    /** Whether the candidate has the pods that this step needs, and every one that could be asked answered well. */
    boolean candidateIsProven() {
        return candidate().provenWith(candidateReplicas());
    }

    /** Whether all that this step asks for is there and the Service's endpoints have followed. */
    boolean isReached() {
        return candidateIsProven()
                && situation.seen().acknowledges(route())
                && aimedRouteIsTaken()
                && stable().desired() == stableReplicas();
    }

    /** Whether pods of a revision that takes no part are still there: they would share the traffic. */
    boolean othersArePresent() {
        return situation.seen().all().stream()
                .anyMatch(revision -> !state.involves(revision.hash()) && !revision.isGone());
    }

    private int weight() {
        int last = situation.strategy().steps().size() - 1;
        return situation.strategy().weightAt(Math.min(state.step(), last));
    }

    private boolean isFinal() {
        return state.step() >= situation.strategy().steps().size();
    }

    int candidateReplicas() {
        if (isFinal()) {
            return situation.policy().fullReplicas();
        }
        return weight() == 0
                ? situation.strategy().previewReplicasAt(state.step())
                : ReplicaSplit.nearest(situation.policy().replicas(), weight()).candidate();
    }

    /** Stable gives up pods only once the candidate's are proven and have endpoints; it gets pods back at once. */
    private int stableReplicas() {
        int replicas = situation.policy().replicas();
        int desired = stable().desired();
        if (weight() == 0) {
            return replicas;
        }
        if (weight() >= 100 || isFinal()) {
            return Math.max(1, desired);
        }
        int target = ReplicaSplit.nearest(replicas, weight()).stable();
        boolean candidateServes = candidateIsProven()
                && situation.seen().route() instanceof Route.Shared
                && candidate().endpoints() >= candidateReplicas();
        return candidateServes ? target : Math.max(target, desired);
    }

    private Route route() {
        Route stableOnly = new Route.Only(state.stable());
        Route candidateOnly = new Route.Only(state.candidate());
        if (weight() == 0) {
            return stableOnly;
        }
        if (situation.seen().route().equals(candidateOnly)) {
            return candidateOnly;
        }
        if (weight() >= 100 && !othersArePresent()) {
            boolean strong = candidate().provenWith(situation.policy().fullReplicas());
            return strong ? candidateOnly : situation.seen().route();
        }
        boolean mayShare =
                !othersArePresent() && (candidateIsProven() || situation.seen().route() instanceof Route.Shared);
        return mayShare ? new Route.Shared() : stableOnly;
    }

    /** The route of this step's weight, rather than one kept until the candidate is strong enough for it. */
    private boolean aimedRouteIsTaken() {
        return switch (situation.seen().route()) {
            case Route.None() -> false;
            case Route.Only(var only) -> weight() == 0 || weight() >= 100 && only.equals(state.candidate());
            case Route.Shared() -> weight() > 0 && weight() < 100;
        };
    }

    private RevisionView candidate() {
        return situation.seen().of(state.candidate());
    }

    private RevisionView stable() {
        return situation.seen().of(state.stable());
    }

    /** Why the step is not reached, in words; empty when it is. */
    Optional<String> waitingFor() {
        if (isReached()) {
            return Optional.empty();
        }
        RevisionView view = candidate();
        if (view.available() < candidateReplicas()) {
            String why = view.waiting().map(reason -> ": " + reason).orElse("");
            return Optional.of(view.available() + " of " + candidateReplicas() + " pods of " + state.candidate()
                    + " are available" + why);
        }
        if (!(view.probe() instanceof Probe.Passed)) {
            String why = view.probe() instanceof Probe.NoAnswer(String detail) ? ": " + detail : "";
            return Optional.of("a first prediction of " + state.candidate() + why);
        }
        if (othersArePresent()) {
            return Optional.of("pods of an earlier revision to go");
        }
        return Optional.of("the Service's endpoints to follow");
    }
}
