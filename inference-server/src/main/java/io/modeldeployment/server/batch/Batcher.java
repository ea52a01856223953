package io.modeldeployment.server.batch;

import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets many request threads share a few workers.
 *
 * <p>There is no timer: an idle worker takes what waits at once, and under load batches grow by themselves while the workers are
 * busy. Each worker is one long-lived platform thread, because native engines keep per-thread state.
 */
public final class Batcher implements AutoCloseable {
    /** How long a caller can be gone without being noticed; what is answered sooner never asks. */
    private static final long CALLER_CHECK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final ModelBackend backend;
    private final BatchLimits limits;
    private final BatchListener listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final FairQueue queue;
    private final List<Thread> workers = new ArrayList<>();
    private boolean closed;

    /**
     * @param backend computes the batches; it is not closed by the batcher
     * @param limits the bounds
     * @param listener is told what happens, on the worker's thread
     */
    public Batcher(ModelBackend backend, BatchLimits limits, BatchListener listener) {
        this.backend = backend;
        this.limits = limits;
        this.listener = listener;
        this.queue = new FairQueue(limits);
    }

    /**
     * Starts the workers and lets each run the same batches once, so that no request pays for first-time work.
     *
     * @param warmUp batches to run before anything else
     * @return completes when every worker is warm; fails with the first worker's failure
     */
    public CompletableFuture<Void> start(List<List<TokenIds>> warmUp) {
        List<CompletableFuture<Void>> warm = new ArrayList<>();
        for (int i = 0; i < limits.workers(); i++) {
            CompletableFuture<Void> ready = new CompletableFuture<>();
            warm.add(ready);
            workers.add(
                    Thread.ofPlatform().name("inference-worker-" + i).daemon().start(() -> work(warmUp, ready)));
        }
        return CompletableFuture.allOf(warm.toArray(CompletableFuture[]::new));
    }

    /** Computes texts that nobody follows, however long it takes; see {@link #compute(List, BatchRider, Caller)}. */
    public List<float[]> compute(List<TokenIds> texts) throws InterruptedException {
        return compute(texts, BatchRider.NONE, Caller.PATIENT);
    }

    /**
     * Computes the texts of one request and waits for the results.
     *
     * @param texts at least one
     * @param rider goes with them, for the listener
     * @param caller for whom they are computed
     * @return one row a text, in the order given
     * @throws QueueFullException when there is no room
     * @throws QueueTimeoutException when no text of the request was taken up for the queue's timeout
     * @throws CallerGoneException when the caller has gone; its texts are dropped
     * @throws NonFiniteOutputException when the model answers NaN or infinity for one of the texts
     * @throws BatcherClosedException after {@link #close()}
     * @throws io.modeldeployment.server.backend.BackendException when the engine fails
     * @throws InterruptedException when the caller is interrupted; its texts are dropped
     */
    public List<float[]> compute(List<TokenIds> texts, BatchRider rider, Caller caller) throws InterruptedException {
        Job job = new Job(texts, rider, System.nanoTime());
        enqueue(job);
        try {
            return await(job, caller);
        } finally {
            drop(job);
        }
    }

    /**
     * Refuses before anything is spent on a request that could not be let in: under overload the refusals are many, and what they
     * cost is taken from the answers. A request that finds room here may still find none when it is queued.
     *
     * @throws QueueFullException when no further text can be let in
     */
    public void requireRoom() {
        if (queuedTexts() >= limits.maxQueuedTexts()) {
            throw new QueueFullException();
        }
    }

    private void enqueue(Job job) {
        lock.lock();
        try {
            if (closed) {
                throw new BatcherClosedException();
            }
            if (!queue.offer(job, listener)) {
                throw new QueueFullException();
            }
            if (job.texts().size() == 1) {
                arrived.signal();
            } else {
                arrived.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    private List<float[]> await(Job job, Caller caller) throws InterruptedException {
        long left = limits.queueTimeout().toNanos();
        while (true) {
            try {
                return job.result().get(Math.min(left, CALLER_CHECK_NANOS), TimeUnit.NANOSECONDS);
            } catch (TimeoutException _) {
                if (caller.isGone()) {
                    throw new CallerGoneException();
                }
                left = expire(job);
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
            }
        }
    }

    /**
     * Gives a job up that made no progress; one whose texts are all with workers is waited for.
     *
     * @return nanoseconds that it may still wait for progress
     */
    private long expire(Job job) {
        lock.lock();
        try {
            if (!job.hasWaiting()) {
                return Long.MAX_VALUE;
            }
            long left = limits.queueTimeout().toNanos() - job.waited(System.nanoTime());
            if (left <= 0) {
                job.result().completeExceptionally(new QueueTimeoutException());
            }
            return left;
        } finally {
            lock.unlock();
        }
    }

    private void drop(Job job) {
        lock.lock();
        try {
            job.result().cancel(false);
            queue.remove(job);
        } finally {
            lock.unlock();
        }
    }

    private void work(List<List<TokenIds>> warmUp, CompletableFuture<Void> ready) {
        try {
            for (List<TokenIds> batch : warmUp) {
                checkFinite(backend.forward(batch));
            }
            ready.complete(null);
        } catch (RuntimeException e) {
            ready.completeExceptionally(e);
            return;
        }
        for (List<Computation> batch = next(); !batch.isEmpty(); batch = next()) {
            run(batch);
        }
    }

    private static void checkFinite(List<float[]> rows) {
        if (!rows.stream().allMatch(NonFiniteOutputException::allFinite)) {
            throw new NonFiniteOutputException();
        }
    }

    /** Waits for texts; an empty batch says that the batcher is closed and nothing waits any more. */
    private List<Computation> next() {
        lock.lock();
        try {
            while (true) {
                List<Computation> batch = queue.take(System.nanoTime(), listener);
                if (!batch.isEmpty() || closed) {
                    return batch;
                }
                arrived.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void run(List<Computation> batch) {
        long start = System.nanoTime();
        List<TokenIds> texts = batch.stream().map(Computation::text).toList();
        int tokens = texts.stream().mapToInt(TokenIds::length).sum();
        List<Job.Slot> served = new ArrayList<>();
        RuntimeException failure = null;
        long ended;
        try {
            List<float[]> rows = backend.forward(texts);
            ended = System.nanoTime();
            listener.onForward(texts.size(), tokens, Duration.ofNanos(ended - start));
            for (int i = 0; i < batch.size(); i++) {
                served.addAll(deliver(batch.get(i), rows.get(i)));
            }
        } catch (RuntimeException e) {
            ended = System.nanoTime();
            failure = e;
            listener.onForwardFailed(e);
            batch.forEach(computation -> served.addAll(fail(computation, e)));
        }
        tellRiders(served, new BatchRun(start, ended, texts.size(), tokens, failure));
    }

    private void tellRiders(List<Job.Slot> served, BatchRun run) {
        List<BatchRider> riders = served.stream()
                .map(slot -> slot.job().rider())
                .filter(rider -> rider != BatchRider.NONE)
                .distinct()
                .toList();
        if (!riders.isEmpty()) {
            listener.onBatch(run, riders);
        }
    }

    private List<Job.Slot> deliver(Computation computation, float[] row) {
        if (!NonFiniteOutputException.allFinite(row)) {
            NonFiniteOutputException failure = new NonFiniteOutputException();
            listener.onForwardFailed(failure);
            return fail(computation, failure);
        }
        List<Job.Slot> wanted = end(computation);
        wanted.forEach(slot -> slot.complete(row));
        return wanted;
    }

    private List<Job.Slot> fail(Computation computation, RuntimeException failure) {
        List<Job.Slot> wanted = end(computation);
        wanted.forEach(slot -> slot.fail(failure));
        return wanted;
    }

    private List<Job.Slot> end(Computation computation) {
        lock.lock();
        try {
            return queue.end(computation);
        } finally {
            lock.unlock();
        }
    }

    /** Texts that wait at this moment. */
    public int queuedTexts() {
        lock.lock();
        try {
            return queue.texts();
        } finally {
            lock.unlock();
        }
    }

    /** Tokens that wait at this moment. */
    public int queuedTokens() {
        lock.lock();
        try {
            return queue.tokens();
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more texts, computes what waits, and returns when every worker has ended. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException _) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
