package io.modeldeployment.operator.evaluation;

/** How an evaluation stands. */
public sealed interface Outcome {
    /** The same in a sentence for a person. */
    String message();

    /** Not finished: look again. */
    record Running(String message) implements Outcome {}

    /** Every bound is met. */
    record Passed(String message) implements Outcome {}

    /** A bound is missed by more than chance explains, or the candidate did not answer. */
    record Failed(String message) implements Outcome {}

    /** A bound is missed, and chance might explain it: a person decides. */
    record Inconclusive(String message) implements Outcome {}

    /** It could not be measured, which is never a pass; the message says what to do. */
    record Unmeasured(String message) implements Outcome {}
}
