package io.modeldeployment.server.batch;

/** Says that a request waited in the queue for longer than it is worth answering. */
public final class QueueTimeoutException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    QueueTimeoutException() {
        super("the request waited too long", null, false, false);
    }
}
