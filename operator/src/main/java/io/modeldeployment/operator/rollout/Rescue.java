package io.modeldeployment.operator.rollout;

/** What recovery asks of the rollout when what serves has stopped answering (rule 27). */
public sealed interface Rescue {
    /** Nothing. */
    record None() implements Rescue {}

    /** The traffic goes to {@code revision}, which served before. */
    record RollBack(RevisionHash revision, String why) implements Rescue {}

    /** The wanted revision replaces what fails: it takes no steps. */
    record Replace() implements Rescue {}
}
