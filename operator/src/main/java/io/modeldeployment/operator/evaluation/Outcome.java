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

    /**
     * That of two evaluations which both have to pass: the one that weighs more, or what both say. While one is open nobody is asked
     * to decide on the other: whoever passes it over, or has approved the candidate in advance, would pass over both.
     */
    default Outcome and(Outcome other) {
        if (rank() > other.rank()) {
            return other.and(this);
        }
        boolean isOpen = this instanceof Running && !(other instanceof Passed);
        if (rank() < other.rank() && !isOpen) {
            return this;
        }
        String both = message() + "; " + other.message();
        return switch (this) {
            case Failed _ -> new Failed(both);
            case Running _ -> new Running(both);
            case Unmeasured _ -> new Unmeasured(both);
            case Inconclusive _ -> new Inconclusive(both);
            case Passed _ -> new Passed(both);
        };
    }

    private int rank() {
        return switch (this) {
            case Failed _ -> 0;
            case Running _ -> 1;
            case Unmeasured _ -> 2;
            case Inconclusive _ -> 3;
            case Passed _ -> 4;
        };
    }
}
