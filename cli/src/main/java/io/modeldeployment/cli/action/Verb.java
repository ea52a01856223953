package io.modeldeployment.cli.action;

/** What a person can ask of a rollout. */
public enum Verb {
    /** End the current pause. */
    PROMOTE("promote", true),
    /** Skip what is left of the steps. */
    PROMOTE_FULL("promote-full", true),
    /** Hold the rollout where it is. */
    PAUSE("pause", true),
    /** Go on after a pause. */
    RESUME("resume", true),
    /** Return to the stable revision: at whatever step the rollout is by the time it is heard. */
    ABORT("abort", false),
    /** Try an aborted revision again. */
    RETRY("retry", false);

    private final String word;
    private final boolean atStep;

    Verb(String word, boolean atStep) {
        this.word = word;
        this.atStep = atStep;
    }

    /** The word in the annotation. */
    public String word() {
        return word;
    }

    /** Whether it is meant for the step that was looked at and no later one. */
    boolean isForOneStep() {
        return atStep;
    }
}
