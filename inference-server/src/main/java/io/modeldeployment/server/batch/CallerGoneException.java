package io.modeldeployment.server.batch;

/** Says that a request's results are not waited for any more, because whoever asked has gone. */
public final class CallerGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CallerGoneException() {
        super("the caller has gone", null, false, false);
    }
}
