package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.Action.PublishEvent;
import java.util.ArrayList;
import java.util.List;

/** A state and what people are told of the way to it. */
record Transition(RolloutState state, List<PublishEvent> events) {
    Transition {
        events = List.copyOf(events);
    }

    static Transition stay(RolloutState state) {
        return new Transition(state, List.of());
    }

    static Transition to(RolloutState state, String reason, String message) {
        return new Transition(state, List.of(new PublishEvent(false, reason, message)));
    }

    static Transition warning(RolloutState state, String reason, String message) {
        return new Transition(state, List.of(new PublishEvent(true, reason, message)));
    }

    /** Back to {@code stable}, because of {@code abort}. */
    static Transition rollBack(RevisionHash stable, RevisionHash candidate, Abort abort) {
        return new Transition(
                new RolloutState.RollingBack(stable, candidate, abort),
                List.of(new PublishEvent(
                        abort.cause().sticky(),
                        abort.cause().reason(),
                        "Revision " + candidate + ": " + abort.message() + ". Traffic returns to " + stable + ".")));
    }

    Transition then(Transition following) {
        var all = new ArrayList<>(events);
        all.addAll(following.events);
        return new Transition(following.state, all);
    }
}
