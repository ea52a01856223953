package io.modeldeployment.server.train;

/** A training run that cannot go on, with one line for the person who started it. */
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what is wrong and what to do, without a stack trace's detail */
    public TrainingException(String message) {
        super(message);
    }
}
