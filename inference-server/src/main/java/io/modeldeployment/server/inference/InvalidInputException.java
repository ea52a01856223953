package io.modeldeployment.server.inference;

/** Says what is wrong with a request and what to change, in words fit for its sender. */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message one sentence; never holds the text itself */
    public InvalidInputException(String message) {
        super(message, null, false, false);
    }
}
