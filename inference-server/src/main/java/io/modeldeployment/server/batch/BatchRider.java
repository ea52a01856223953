package io.modeldeployment.server.batch;

/** Goes with a request's texts through queue and workers, for a {@link BatchListener} that knows it; the batcher does not. */
public interface BatchRider {
    /** Goes with texts that nobody follows. */
    BatchRider NONE = new BatchRider() {};
}
