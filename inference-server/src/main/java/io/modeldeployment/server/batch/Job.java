package io.modeldeployment.server.batch;

import io.modeldeployment.server.backend.TokenIds;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The texts of one request on their way through the queue.
 *
 * <p>{@code next} and {@code lastProgress} belong to the queue and are guarded by its lock; results may be set by any worker.
 */
final class Job {
    private final List<TokenIds> texts;
    private final float[][] rows;
    private final AtomicInteger missing;
    private final CompletableFuture<List<float[]>> done = new CompletableFuture<>();
    private int next;
    private long lastProgress;

    /**
     * @param texts at least one
     * @param now the time of admission, in nanoseconds
     */
    Job(List<TokenIds> texts, long now) {
        this.texts = List.copyOf(texts);
        this.rows = new float[texts.size()][];
        this.missing = new AtomicInteger(texts.size());
        this.lastProgress = now;
    }

    /** One text of a job, taken out of the queue. */
    record Slot(Job job, int index) {
        TokenIds text() {
            return job.texts.get(index);
        }

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

    boolean hasWaiting() {
        return next < texts.size();
    }

    int waitingTexts() {
        return texts.size() - next;
    }

    int waitingTokens() {
        return texts.subList(next, texts.size()).stream()
                .mapToInt(TokenIds::length)
                .sum();
    }

    /** Length of the next text to be taken. */
    int nextLength() {
        return texts.get(next).length();
    }

    /** Takes the next text. */
    Slot take(long now) {
        lastProgress = now;
        return new Slot(this, next++);
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
