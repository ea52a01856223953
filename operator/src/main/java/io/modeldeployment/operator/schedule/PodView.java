package io.modeldeployment.operator.schedule;

import java.util.Optional;

/**
 * A pod that has not ended. One that was told to go still holds what it asked for, until it is gone (rule 19).
 *
 * @param node where it is, or where a scheduler has made room for it; empty: it waits for a node
 * @param priority of its PriorityClass
 * @param waits whether a scheduler would give it a node now; false where it is held back by a gate
 */
public record PodView(Optional<String> node, Demand demand, int priority, boolean waits) {
    /** A copy that has got {@code place}. */
    PodView at(String place) {
        return new PodView(Optional.of(place), demand, priority, waits);
    }
}
