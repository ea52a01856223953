package io.modeldeployment.server.batch;

import java.time.Duration;
import java.util.List;

/** Is told what the batcher does, so that it can be measured without the batcher knowing how. */
public interface BatchListener {
    /** Hears nothing. */
    BatchListener NONE = new BatchListener() {};

    /** A text left the queue for a worker after waiting that long. */
    default void onDequeued(Duration waited) {}

    /** That many texts of a request were found under way already, or twice in it, and are not computed again. */
    default void onCoalesced(int texts) {}

    /** A forward pass over that many texts and tokens ended well. */
    default void onForward(int texts, int tokens, Duration took) {}

    /** A forward pass failed. */
    default void onForwardFailed(RuntimeException failure) {}

    /**
     * A forward pass ended, well or not, and its results were handed in. Not called where nobody follows its texts; must not
     * throw.
     *
     * @param riders what came with the texts in it, each once, without {@link BatchRider#NONE}
     */
    default void onBatch(BatchRun run, List<BatchRider> riders) {}

    /** Tells both, the first one first. */
    static BatchListener both(BatchListener first, BatchListener second) {
        return new BatchListener() {
            @Override
            public void onDequeued(Duration waited) {
                first.onDequeued(waited);
                second.onDequeued(waited);
            }

            @Override
            public void onCoalesced(int texts) {
                first.onCoalesced(texts);
                second.onCoalesced(texts);
            }

            @Override
            public void onForward(int texts, int tokens, Duration took) {
                first.onForward(texts, tokens, took);
                second.onForward(texts, tokens, took);
            }

            @Override
            public void onForwardFailed(RuntimeException failure) {
                first.onForwardFailed(failure);
                second.onForwardFailed(failure);
            }

            @Override
            public void onBatch(BatchRun run, List<BatchRider> riders) {
                first.onBatch(run, riders);
                second.onBatch(run, riders);
            }
        };
    }
}
