package io.modeldeployment.server.inference;

/** Says that no model is loaded yet. */
public final class ModelNotReadyException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ModelNotReadyException() {
        super("the model is still loading", null, false, false);
    }
}
