package io.modeldeployment.operator.rollout;

/** What is known of the candidate's answers, beside that they come: by a golden set before traffic, by comparison under it. */
public sealed interface Judgement {
    /** Nobody asked. */
    record Unasked() implements Judgement {}

    /** Not known yet; {@code message} says what it waits for. */
    record Pending(String message) implements Judgement {}

    /** It cannot be measured at present: nothing goes forward until it can (rule 14). */
    record Unmeasured(String message) implements Judgement {}

    /** Good enough. */
    record Good(String message) implements Judgement {}

    /** Worse than it may be. */
    record Bad(String message) implements Judgement {}

    /** Neither was shown in time: a person decides (rules 14 and 15). */
    record Unclear(String message) implements Judgement {}

    /** What there is to say. */
    default String message() {
        return switch (this) {
            case Unasked _ -> "not asked for";
            case Pending(String message) -> message;
            case Unmeasured(String message) -> message;
            case Good(String message) -> message;
            case Bad(String message) -> message;
            case Unclear(String message) -> message;
        };
    }
}
