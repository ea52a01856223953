package io.modeldeployment.operator.rollout;

import java.util.Optional;

/** What the pods of a revision answered when the operator asked them for a real prediction. */
public sealed interface Probe {
    /** No pod was there to ask. */
    record Unasked() implements Probe {}

    /** Every ready pod answered well, and there was at least one. */
    record Passed() implements Probe {}

    /** A pod did not answer, or said that it is not ready; it may yet. */
    record NoAnswer(String detail) implements Probe {}

    /** A pod had too much to do to answer; that is no fault of its model. */
    record Busy(String detail) implements Probe {}

    /** A pod answered, and wrongly: waiting will not help. */
    record Failed(String detail) implements Probe {}

    /** Why there was no answer; empty where there was one, or nobody was asked. */
    default Optional<String> silence() {
        return switch (this) {
            case NoAnswer(String detail) -> Optional.of(detail);
            case Busy(String detail) -> Optional.of(detail);
            case Unasked _, Passed _, Failed _ -> Optional.empty();
        };
    }
}
