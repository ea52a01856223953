package io.modeldeployment.server.batch;

/** Says that the batcher takes no texts any more, because the server is going down. */
public final class BatcherClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatcherClosedException() {
        super("the batcher is closed", null, false, false);
    }
}
