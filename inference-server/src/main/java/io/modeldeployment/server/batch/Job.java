package io.modeldeployment.server.batch;

import io.modeldeployment.server.backend.TokenIds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The texts of one request on their way through the queue.
 *
 * <p>What is said of waiting belongs to the queue and is guarded by the batcher's lock; results may be set by any worker.
 */
final class Job {
    private final List<TokenIds> texts;
    private final BatchRider rider;
    private final List<Computation> computations = new ArrayList<>();
    private final float[][] rows;
    private final AtomicInteger missing;
    private final CompletableFuture<List<float[]>> done = new CompletableFuture<>();
    private int next;
    private int waiting;
    private long lastProgress;

    /**
     * @param texts at least one
     * @param rider goes with them
     * @param now the time of admission, in nanoseconds
     */
    Job(List<TokenIds> texts, BatchRider rider, long now) {
        this.texts = List.copyOf(texts);
        this.rider = rider;
        this.rows = new float[texts.size()][];
        this.missing = new AtomicInteger(texts.size());
        this.lastProgress = now;
    }

    /** The place of one result in a job. */
    record Slot(Job job, int index) {
        /** Hands in the text's result; the last one completes the job. */
        void complete(float[] row) {
            job.rows[index] = row;
            if (job.missing.decrementAndGet() == 0) {
                job.done.complete(Arrays.asList(job.rows));
            }
        }

        void fail(RuntimeException cause) {
            job.done.completeExceptionally(cause);
        }
    }

    BatchRider rider() {
        return rider;
    }

    List<TokenIds> texts() {
        return texts;
    }

    /** Takes part in the computation of its next text. */
    void join(Computation computation) {
        computation.join(new Slot(this, computations.size()));
        computations.add(computation);
        if (!computation.isTaken()) {
            waiting++;
        }
    }

    /** The computations it takes part in. */
    List<Computation> computations() {
        return computations;
    }

    /** Whether any of its texts waits for a worker. */
    boolean hasWaiting() {
        return waiting > 0;
    }

    /** The first of its computations that no worker has yet. */
    Optional<Computation> nextWaiting() {
        while (next < computations.size() && computations.get(next).isTaken()) {
            next++;
        }
        return next < computations.size() ? Optional.of(computations.get(next)) : Optional.empty();
    }

    /** A worker took one of its texts. */
    void onTaken(long now) {
        waiting--;
        lastProgress = now;
    }

    /** Nanoseconds since the job came or one of its texts was taken last. */
    long waited(long now) {
        return now - lastProgress;
    }

    boolean isDone() {
        return done.isDone();
    }

    CompletableFuture<List<float[]>> result() {
        return done;
    }
}
