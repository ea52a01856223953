package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One decision.
 *
 * @param next what to persist once the actions are done
 * @param actions what to do, in order
 * @param recheckAfter when to look again though nothing is seen to change; empty: no need
 * @param weight share of the traffic in percent that the candidate shall have
 * @param message what is going on and what is waited for, for people
 * @param stalled why this will not go on by itself
 */
public record Plan(
        Rollout next,
        List<Action> actions,
        Optional<Duration> recheckAfter,
        int weight,
        String message,
        Optional<Abort> stalled) {
    public Plan {
        actions = List.copyOf(actions);
    }
}
