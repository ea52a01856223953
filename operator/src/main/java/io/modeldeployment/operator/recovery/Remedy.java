package io.modeldeployment.operator.recovery;

/** What is to be done now. */
public sealed interface Remedy {
    /** Nothing: all is well, or it is too early to say. */
    record None() implements Remedy {}

    /** The pod is deleted. */
    record Restart(String pod, String why) implements Remedy {}

    /** The revision that served before gets the traffic. */
    record RollBack(String revision, String why) implements Remedy {}

    /** The backup becomes a revision. */
    record Restore(String backup, String why) implements Remedy {}

    /** Nothing by the operator, for a reason that people should know. */
    record Hold(String why) implements Remedy {}

    /** Nothing any more until a person acts. */
    record GiveUp(String why) implements Remedy {}
}
