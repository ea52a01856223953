package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Keeps the list of revisions that have lost their traffic, and says whose pods and objects may go (rules 8 and 9). */
final class Retirements {
    private Retirements() {}

    /** The list after this pass: those that take part again leave it, those that have just lost their part join. */
    static List<Retirement> of(RolloutState state, Rollout rollout, Situation situation) {
        var retiring = new ArrayList<Retirement>();
        situation.seen().all().stream()
                .filter(view -> !state.involves(view.hash()) && !view.isGone())
                .sorted(Comparator.comparing(RevisionView::hash))
                .forEach(view -> retiring.add(rollout.retiring().stream()
                        .filter(entry -> entry.revision().equals(view.hash()))
                        .findFirst()
                        .orElseGet(() -> new Retirement(
                                view.hash(), situation.now().plus(delay(view.hash(), state, rollout, situation))))));
        return retiring;
    }

    /** Never less than the drain, so that requests under way are answered. */
    private static Duration delay(RevisionHash revision, RolloutState state, Rollout rollout, Situation situation) {
        Duration drain = situation.policy().drain();
        Duration kept = kept(revision, state, rollout, situation);
        return kept.compareTo(drain) > 0 ? kept : drain;
    }

    private static Duration kept(RevisionHash revision, RolloutState state, Rollout rollout, Situation situation) {
        if (isInTheWay(state, situation)) {
            return Duration.ZERO;
        }
        if (state instanceof Failed(var _, var candidate, var _) && candidate.equals(revision)) {
            return situation.strategy().abortDelay();
        }
        boolean wasStable = rollout.state()
                .flatMap(RolloutState::stableRevision)
                .filter(revision::equals)
                .isPresent();
        return wasStable ? situation.strategy().retireDelay() : Duration.ZERO;
    }

    /** Whether stable lacks a pod whose device a pod that is kept for convenience may have. */
    private static boolean isInTheWay(RolloutState state, Situation situation) {
        return situation.policy().surge() != Surge.FREE
                && state.stableRevision()
                        .map(situation.seen()::of)
                        .filter(stable ->
                                stable.available() < situation.policy().replicas())
                        .isPresent();
    }

    /** Revisions whose time is up and whom neither a route nor an endpoint can reach. */
    static List<RevisionHash> due(RolloutState state, List<Retirement> retiring, Situation situation) {
        return retiring.stream()
                .filter(entry -> !entry.scaleDownAt().isAfter(situation.now()))
                .map(Retirement::revision)
                .filter(revision -> !situation.seen().mayReach(revision))
                .filter(revision -> situation.seen().of(revision).desired() > 0)
                .toList();
    }

    /** Revisions without pods beyond the history limit, oldest first; never one that takes part or is wanted. */
    static List<RevisionHash> beyondHistory(RolloutState state, Situation situation) {
        return situation.seen().all().stream()
                .filter(RevisionView::isGone)
                .filter(view -> !state.involves(view.hash()))
                .filter(view -> !view.hash().equals(situation.wanted()))
                .filter(view -> !situation.seen().route().equals(new Route.Only(view.hash())))
                .filter(view -> !situation.seen().gateway().mayReach(view.hash()))
                .sorted(Comparator.comparingLong(RevisionView::number).reversed())
                .skip(situation.policy().historyLimit())
                .map(RevisionView::hash)
                .toList();
    }
}
