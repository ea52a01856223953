package io.modeldeployment.server.batch;

import io.modeldeployment.server.backend.TokenIds;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The waiting jobs, served text by text in turn, so that one request of many texts holds nobody else up. Equal texts under way
 * are computed once.
 *
 * <p>Not safe for use by several threads: {@link Batcher} guards it.
 */
final class FairQueue {
    private final BatchLimits limits;
    private final ArrayDeque<Job> jobs = new ArrayDeque<>();
    /** What waits or is being computed, by its text. */
    private final Map<TokenIds, Computation> underWay = new HashMap<>();

    private int texts;
    private int tokens;

    FairQueue(BatchLimits limits) {
        this.limits = limits;
    }

    /**
     * Lets a job in where there is room; a job that is larger than the queue is let in when nothing waits.
     *
     * @return whether it was let in
     */
    boolean offer(Job job, BatchListener listener) {
        Set<TokenIds> added = new LinkedHashSet<>(job.texts());
        added.removeAll(underWay.keySet());
        int addedTokens = added.stream().mapToInt(TokenIds::length).sum();
        boolean fits =
                texts + added.size() <= limits.maxQueuedTexts() && tokens + addedTokens <= limits.maxQueuedTokens();
        if (!fits && texts > 0) {
            return false;
        }
        job.texts().forEach(text -> job.join(underWay.computeIfAbsent(text, Computation::new)));
        texts += added.size();
        tokens += addedTokens;
        if (job.texts().size() > added.size()) {
            listener.onCoalesced(job.texts().size() - added.size());
        }
        if (job.hasWaiting()) {
            jobs.addLast(job);
        }
        return true;
    }

    /** Takes a batch: at least one text where any is wanted still, and no more tokens than the budget unless one text has more. */
    List<Computation> take(long now, BatchListener listener) {
        List<Computation> batch = new ArrayList<>();
        int room = limits.maxBatchTokens();
        while (!jobs.isEmpty()) {
            Job job = jobs.peekFirst();
            if (isStale(job, now)) {
                remove(job);
                continue;
            }
            Optional<Computation> next = job.nextWaiting();
            if (next.isEmpty()) { // others wanted the same and were served first
                jobs.removeFirst();
                continue;
            }
            int length = next.get().text().length();
            if (length > room && !batch.isEmpty()) {
                break;
            }
            jobs.removeFirst();
            listener.onDequeued(Duration.ofNanos(job.waited(now)));
            next.get().take(now);
            batch.add(next.get());
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

    /** Ends a computation and says who wants its result; who asks from now on has it computed anew. */
    List<Job.Slot> end(Computation computation) {
        underWay.remove(computation.text());
        return computation.wanted();
    }

    /** Drops what still waits of a job, as far as no other wants it. */
    void remove(Job job) {
        if (!job.hasWaiting()) {
            return;
        }
        jobs.remove(job);
        for (Computation computation : job.computations()) {
            if (!computation.isTaken() && computation.leave(job) && underWay.remove(computation.text(), computation)) {
                texts--;
                tokens -= computation.text().length();
            }
        }
    }

    int texts() {
        return texts;
    }

    int tokens() {
        return tokens;
    }
}
