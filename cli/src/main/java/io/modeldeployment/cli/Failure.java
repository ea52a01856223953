package io.modeldeployment.cli;

/** An end that is not a success, with the one line that says why and the exit code that scripts read. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ExitCode code;

    private Failure(ExitCode code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** It was refused, or it went wrong. */
    public static Failure refused(String message) {
        return new Failure(ExitCode.FAILED, message);
    }

    /** The command line cannot be meant. */
    public static Failure usage(String message) {
        return new Failure(ExitCode.USAGE, message);
    }

    /** What was named is not there. */
    public static Failure notFound(String message) {
        return new Failure(ExitCode.NOT_FOUND, message);
    }

    /** It did not happen in time; it may happen yet. */
    public static Failure timedOut(String message) {
        return new Failure(ExitCode.TIMED_OUT, message);
    }

    /** The cluster cannot be reached, or it does not let one. */
    public static Failure noAccess(String message) {
        return new Failure(ExitCode.NO_ACCESS, message);
    }

    /** What the process ends with. */
    public ExitCode code() {
        return code;
    }
}
