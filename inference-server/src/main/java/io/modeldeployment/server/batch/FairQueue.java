package io.modeldeployment.server.batch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The waiting jobs, served text by text in turn, so that one request of many texts holds nobody else up.
 *
 * <p>Not safe for use by several threads: {@link Batcher} guards it.
 */
final class FairQueue {
    private final BatchLimits limits;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    private int texts;
    private int tokens;

    FairQueue(BatchLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets a job in where there is room; a job that is larger than the queue is let in when it is empty.
     *
     * @return whether it was let in
     */
    boolean offer(Job job) {
        boolean fits = texts + job.waitingTexts() <= limits.maxQueuedTexts()
                && tokens + job.waitingTokens() <= limits.maxQueuedTokens();
        if (!fits && !jobs.isEmpty()) {
            return false;
        }
        jobs.addLast(job);
        texts += job.waitingTexts();
        tokens += job.waitingTokens();
        return true;
    }

    /** Takes a batch: at least one text where any is wanted still, and no more tokens than the budget unless one text has more. */
    List<Job.Slot> take(long now, BatchListener listener) {
        List<Job.Slot> batch = new ArrayList<>();
        int room = limits.maxBatchTokens();
        while (!jobs.isEmpty()) {
            Job job = jobs.peekFirst();
            if (isStale(job, now)) {
                remove(job);
                continue;
            }
            int length = job.nextLength();
            if (length > room && !batch.isEmpty()) {
                break;
            }
            jobs.removeFirst();
            listener.onDequeued(Duration.ofNanos(job.waited(now)));
            batch.add(job.take(now));
            texts--;
            tokens -= length;
            room -= length;
            if (job.hasWaiting()) {
                jobs.addLast(job);
            }
        }
        return batch;
    }

    private boolean isStale(Job job, long now) {
        if (job.waited(now) > limits.queueTimeout().toNanos()) {
            job.result().completeExceptionally(new QueueTimeoutException());
        }
        return job.isDone();
    }

    /** Drops what still waits of a job. */
    void remove(Job job) {
        if (jobs.remove(job)) {
            texts -= job.waitingTexts();
            tokens -= job.waitingTokens();
        }
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    int texts() {
        return texts;
    }

    int tokens() {
        return tokens;
    }
}
