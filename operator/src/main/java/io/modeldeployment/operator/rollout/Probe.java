package io.modeldeployment.operator.rollout;

/** What the pods of a revision answered when the operator asked them for a real prediction. */
public sealed interface Probe {
    /** No pod was there to ask. */
    record Unasked() implements Probe {}

    /** Every ready pod answered well, and there was at least one. */
    record Passed() implements Probe {}

    /** A pod did not answer, or said that it is not ready; it may yet. */
    record NoAnswer(String detail) implements Probe {}

    /** A pod answered, and wrongly: waiting will not help. */
    record Failed(String detail) implements Probe {}
}
