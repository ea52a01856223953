package io.modeldeployment.server.batch;

/** Says that the queue has no room for a request's texts; the client should come back later. */
public final class QueueFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueFullException() {
        super("the queue is full", null, false, false);
    }
}
