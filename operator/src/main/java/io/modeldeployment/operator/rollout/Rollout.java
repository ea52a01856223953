package io.modeldeployment.operator.rollout;

import java.util.List;
import java.util.Optional;

/**
 * What is persisted between two decisions.
 *
 * @param state where the rollout is; empty for a resource that was never planned
 * @param retiring revisions without traffic that still have pods
 * @param lastAction the last action by annotation
 * @param promoted revisions that were promoted and not aborted since, the newest promotion first
 */
public record Rollout(
        Optional<RolloutState> state,
        List<Retirement> retiring,
        Optional<HandledAction> lastAction,
        List<RevisionHash> promoted) {
    public Rollout {
        retiring = List.copyOf(retiring);
        promoted = List.copyOf(promoted);
    }

    /** Without a history. */
    public Rollout(Optional<RolloutState> state, List<Retirement> retiring, Optional<HandledAction> lastAction) {
        this(state, retiring, lastAction, List.of());
    }

    /** The rollout of a resource that was never planned. */
    public static Rollout fresh() {
        return new Rollout(Optional.empty(), List.of(), Optional.empty());
    }
}
