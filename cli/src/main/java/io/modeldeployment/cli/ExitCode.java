package io.modeldeployment.cli;

/** What the process ends with; documented, so that scripts can decide by it. */
public enum ExitCode {
    /** It is done. */
    DONE(0),
    /** It was refused, or it went wrong. */
    FAILED(1),
    /** The command line cannot be meant. */
    USAGE(2),
    /** What was named is not there. */
    NOT_FOUND(3),
    /** It did not happen in time; it may happen yet. */
    TIMED_OUT(4),
    /** The cluster cannot be reached, or it does not let one. */
    NO_ACCESS(5);

    private final int number;

    ExitCode(int number) {
        this.number = number;
    }

    /** The number that the shell sees. */
    public int number() {
        return number;
    }
}
