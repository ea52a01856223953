package io.modeldeployment.cli.view;

/** The part that a revision has in a rollout. */
public enum Role {
    /** On its way to traffic. */
    CANDIDATE("candidate"),
    /** Was on its way and was taken back. */
    ABORTED("aborted"),
    /** Was last promoted. */
    STABLE("stable"),
    /** Has no part any more. */
    RETIRED("retired");

    private final String word;

    Role(String word) {
        this.word = word;
    }

    /** As it is shown. */
    public String word() {
        return word;
    }
}
