package io.modeldeployment.operator.rollout;

import java.util.List;
import java.util.Optional;

/**
 * What is persisted between two decisions.
 *
 * @param state where the rollout is; empty for a resource that was never planned
 * @param retiring revisions without traffic that still have pods
 * @param lastAction the last action by annotation
 */
public record Rollout(Optional<RolloutState> state, List<Retirement> retiring, Optional<HandledAction> lastAction) {
    public Rollout {
        retiring = List.copyOf(retiring);
    }

    /** The rollout of a resource that was never planned. */
    public static Rollout fresh() {
        return new Rollout(Optional.empty(), List.of(), Optional.empty());
    }
}
