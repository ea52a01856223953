package io.modeldeployment.server.inference;

/** Says that a text matches one of the patterns that the server's owner refuses. */
public final class RefusedTextException extends InvalidInputException {
    private static final long serialVersionUID = 1L;

    /**
     * @param field the field of the request that holds the text
     * @param message one sentence; holds neither the text nor the pattern
     */
    public RefusedTextException(String field, String message) {
        super(field, message);
    }
}
