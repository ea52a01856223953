package io.modeldeployment.server.backend;

/** Says that the engine could not be started or could not compute a batch. */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one line that a user may read; the cause is for the log */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param message one line that a user may read */
    public BackendException(String message) {
        super(message);
    }
}
