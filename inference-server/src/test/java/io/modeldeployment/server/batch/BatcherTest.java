package io.modeldeployment.server.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.fixture.FakeBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Batcher> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(Batcher::close);
        clients.shutdownNow();
    }

    private Batcher start(FakeBackend backend, BatchLimits limits) {
        Batcher batcher = new Batcher(backend, limits, BatchListener.NONE);
        batcher.start(List.of()).join();
        started.add(batcher);
        return batcher;
    }

    private static BatchLimits limits(int maxBatchTokens, int maxQueuedTexts, Duration timeout) {
        return new BatchLimits(1, maxBatchTokens, maxQueuedTexts, 1000, timeout);
    }

    private <T> Future<T> client(Callable<T> call) {
        return clients.submit(call);
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    private static TokenIds text(int id, int length) {
        long[] ids = new long[length];
        ids[0] = id;
        return TokenIds.of(ids);
    }

    @Test
    void answersEachTextInTheOrderItWasAsked() throws InterruptedException {
        Batcher batcher = start(FakeBackend.echo(), limits(4, 100, LONG));
        List<TokenIds> texts =
                IntStream.range(0, 20).mapToObj(i -> text(i, 1 + i % 3)).toList();

        List<float[]> rows = batcher.compute(texts);

        for (int i = 0; i < 20; i++) {
            assertArrayEquals(new float[] {i}, rows.get(i));
        }
    }

    @Test
    void givesEveryClientItsOwnAnswersUnderLoad() throws Exception {
        FakeBackend backend = FakeBackend.echo();
        Batcher batcher = new Batcher(backend, new BatchLimits(3, 8, 100_000, 1_000_000, LONG), BatchListener.NONE);
        batcher.start(List.of()).join();
        started.add(batcher);
        List<Future<List<float[]>>> answers = new ArrayList<>();
        for (int client = 0; client < 300; client++) {
            int id = 10 * client;
            answers.add(client(() -> batcher.compute(List.of(text(id, 1 + id % 7), text(id + 1, 2)))));
        }
        for (int client = 0; client < 300; client++) {
            List<float[]> rows = answers.get(client).get();
            assertEquals(10 * client, rows.get(0)[0]);
            assertEquals(10 * client + 1, rows.get(1)[0]);
        }
        assertEquals(600, backend.batches().stream().mapToInt(List::size).sum());
        assertEquals(0, batcher.queuedTexts());
        assertEquals(0, batcher.queuedTokens());
    }

    @Test
    void fillsABatchUpToItsTokensAndServesClientsInTurn() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(6, 100, LONG));
        Future<List<float[]>> first = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        Future<List<float[]>> big =
                client(() -> batcher.compute(List.of(text(1, 2), text(2, 2), text(3, 2), text(4, 2))));
        await(() -> batcher.queuedTexts() == 4);
        Future<List<float[]>> small = client(() -> batcher.compute(List.of(text(9, 2))));
        await(() -> batcher.queuedTexts() == 5);

        backend.release(100);
        big.get();
        small.get();
        first.get();

        assertEquals(
                List.of(List.of(0L), List.of(1L, 9L, 2L), List.of(3L, 4L)),
                backend.batches().stream()
                        .map(batch -> batch.stream().map(text -> text.ids()[0]).toList())
                        .toList());
    }

    @Test
    void computesEqualTextsUnderWayOnce() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 3, LONG));
        Future<List<float[]>> first = client(() -> batcher.compute(List.of(text(7, 1))));
        backend.awaitForward();
        Future<List<float[]>> sameAsRunning = client(() -> batcher.compute(List.of(text(7, 1))));
        Future<List<float[]>> waiting = client(() -> batcher.compute(List.of(text(8, 1), text(9, 1), text(8, 1))));
        await(() -> batcher.queuedTexts() == 2);
        Future<List<float[]>> sameAsWaiting = client(() -> batcher.compute(List.of(text(9, 1))));

        backend.release(1);
        assertEquals(7, sameAsRunning.get().getFirst()[0]);
        backend.release(100);
        assertEquals(7, first.get().getFirst()[0]);
        assertEquals(9, sameAsWaiting.get().getFirst()[0]);
        assertEquals(
                List.of(8f, 9f, 8f), waiting.get().stream().map(row -> row[0]).toList());
        assertEquals(3, backend.batches().size());
        assertEquals(0, batcher.queuedTokens());
        assertEquals(7, batcher.compute(List.of(text(7, 1))).getFirst()[0]);
        assertEquals(4, backend.batches().size(), "what was answered is computed anew");
    }

    @Test
    void goesOnForTheOthersWhenOneClientGivesUp() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 10, LONG));
        Future<List<float[]>> running = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        Future<List<float[]>> impatient = client(() -> batcher.compute(List.of(text(1, 1), text(2, 1))));
        await(() -> batcher.queuedTexts() == 2);
        Future<List<float[]>> patient = client(() -> batcher.compute(List.of(text(2, 1), text(3, 1))));
        await(() -> batcher.queuedTexts() == 3);

        impatient.cancel(true);
        await(() -> batcher.queuedTexts() == 2);
        backend.release(100);

        assertEquals(List.of(2f, 3f), patient.get().stream().map(row -> row[0]).toList());
        running.get();
        assertEquals(3, backend.batches().size());
    }

    @Test
    void computesATextAloneThatIsLongerThanABatch() throws InterruptedException {
        FakeBackend backend = FakeBackend.echo();
        Batcher batcher = start(backend, limits(4, 100, LONG));

        batcher.compute(List.of(text(1, 1), text(2, 9), text(3, 1)));

        assertEquals(
                List.of(1, 1, 1), backend.batches().stream().map(List::size).toList());
    }

    /** One text is being computed, one waits, and two may wait. */
    private Batcher withRoomForOneMore(FakeBackend backend) throws InterruptedException {
        Batcher batcher = start(backend, limits(1, 2, LONG));
        var _ = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        var _ = client(() -> batcher.compute(List.of(text(1, 1))));
        await(() -> batcher.queuedTexts() == 1);
        return batcher;
    }

    @Test
    void refusesWhatTheQueueCannotHold() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = withRoomForOneMore(backend);

        assertThrows(QueueFullException.class, () -> batcher.compute(List.of(text(2, 1), text(3, 1))));
        assertThrows(QueueFullException.class, () -> batcher.compute(List.of(text(2, 1000))));
        assertEquals(1, batcher.queuedTexts());
        backend.release(100);
    }

    @Test
    void saysBeforehandWhenThereIsNoRoom() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = withRoomForOneMore(backend);
        batcher.requireRoom();

        var _ = client(() -> batcher.compute(List.of(text(2, 1))));
        await(() -> batcher.queuedTexts() == 2);

        assertThrows(QueueFullException.class, batcher::requireRoom);
        backend.release(100);
    }

    @Test
    void givesUpARequestThatNobodyTakesUpAndNeverComputesIt() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 100, Duration.ofMillis(50)));
        Future<List<float[]>> running = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();

        assertThrows(QueueTimeoutException.class, () -> batcher.compute(List.of(text(1, 1), text(2, 1))));

        assertEquals(0, batcher.queuedTexts());
        backend.release(100);
        assertEquals(0f, running.get().getFirst()[0], "what a worker has taken up is waited for");
        assertEquals(1, backend.batches().size());
    }

    @Test
    void dropsTheTextsOfAClientThatIsInterrupted() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 100, LONG));
        var _ = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        Thread waiting = Thread.startVirtualThread(() ->
                assertThrows(InterruptedException.class, () -> batcher.compute(List.of(text(1, 1)))));
        await(() -> batcher.queuedTexts() == 1);

        waiting.interrupt();
        waiting.join();

        assertEquals(0, batcher.queuedTexts());
        backend.release(100);
    }

    @Test
    void dropsTheTextsOfACallerThatHasGone() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 100, LONG));
        Future<List<float[]>> running = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        AtomicBoolean gone = new AtomicBoolean();
        Future<List<float[]>> left =
                client(() -> batcher.compute(List.of(text(1, 1), text(2, 1)), BatchRider.NONE, gone::get));
        Future<List<float[]>> stays = client(() -> batcher.compute(List.of(text(2, 1))));
        await(() -> batcher.queuedTexts() == 2);

        gone.set(true);

        assertInstanceOf(
                CallerGoneException.class,
                assertThrows(ExecutionException.class, left::get).getCause());
        assertEquals(1, batcher.queuedTexts(), "another caller wants it too");
        backend.release(100);
        assertEquals(0f, running.get().getFirst()[0]);
        assertEquals(2f, stays.get().getFirst()[0]);
        assertEquals(2, backend.batches().size(), "what nobody wants is not computed");
    }

    @Test
    void keepsToTheQueuesTimeoutWhileItAsksAfterTheCaller() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 100, Duration.ofMillis(600)));
        var _ = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        AtomicInteger asked = new AtomicInteger();

        long start = System.nanoTime();
        assertThrows(
                QueueTimeoutException.class,
                () -> batcher.compute(List.of(text(1, 1)), BatchRider.NONE, () -> asked.incrementAndGet() < 0));

        assertTrue(System.nanoTime() - start >= Duration.ofMillis(600).toNanos());
        assertTrue(asked.get() >= 1 && asked.get() <= 3, asked + " times");
        backend.release(100);
    }

    @Test
    void failsTheBatchThatTheEngineFailsOnAndGoesOn() throws InterruptedException {
        FakeBackend backend = new FakeBackend(1, text -> {
            if (text.ids()[0] == 13) {
                throw new BackendException("no");
            }
            return new float[] {1};
        });
        Batcher batcher = start(backend, limits(1, 100, LONG));

        assertThrows(BackendException.class, () -> batcher.compute(List.of(text(13, 1))));
        assertEquals(1f, batcher.compute(List.of(text(1, 1))).getFirst()[0]);
    }

    @Test
    void failsOnlyTheTextThatTheModelAnswersNaNOn() throws Exception {
        FakeBackend backend = new FakeBackend(1, text -> new float[] {text.ids()[0] == 13 ? Float.NaN : 1}).held();
        Batcher batcher = start(backend, limits(10, 100, LONG));
        var _ = client(() -> batcher.compute(List.of(text(0, 1))));
        backend.awaitForward();
        Future<List<float[]>> bad = client(() -> batcher.compute(List.of(text(13, 1))));
        Future<List<float[]>> good = client(() -> batcher.compute(List.of(text(1, 1))));
        await(() -> batcher.queuedTexts() == 2);
        backend.release(100);

        assertEquals(1f, good.get().getFirst()[0]);
        assertInstanceOf(
                NonFiniteOutputException.class,
                assertThrows(ExecutionException.class, bad::get).getCause());
        assertEquals(2, backend.batches().size(), "both were in one batch");
    }

    @Test
    void runsTheWarmUpOnEveryWorkerAndReportsItsFailure() {
        FakeBackend backend = FakeBackend.echo();
        Batcher batcher = new Batcher(backend, new BatchLimits(3, 8, 10, 100, LONG), BatchListener.NONE);
        batcher.start(List.of(List.of(text(1, 1)), List.of(text(2, 2)))).join();
        started.add(batcher);
        assertEquals(6, backend.batches().size());

        Batcher broken = new Batcher(
                new FakeBackend(1, text -> new float[] {Float.NaN}),
                new BatchLimits(1, 8, 10, 100, LONG),
                BatchListener.NONE);
        started.add(broken);
        CompletionException failure = assertThrows(
                CompletionException.class,
                () -> broken.start(List.of(List.of(text(1, 1)))).join());
        assertInstanceOf(NonFiniteOutputException.class, failure.getCause());
    }

    @Test
    void computesWhatWaitsWhenItIsClosedAndTakesNothingMore() throws Exception {
        FakeBackend backend = FakeBackend.echo().held();
        Batcher batcher = start(backend, limits(1, 100, LONG));
        Future<List<float[]>> running = client(() -> batcher.compute(List.of(text(1, 1))));
        backend.awaitForward();
        Future<List<float[]>> waiting = client(() -> batcher.compute(List.of(text(2, 1))));
        await(() -> batcher.queuedTexts() == 1);

        Future<?> closing = clients.submit(batcher::close);
        await(() -> refuses(batcher));
        backend.release(100);
        closing.get();

        assertEquals(1f, running.get().getFirst()[0]);
        assertEquals(2f, waiting.get().getFirst()[0]);
    }

    private static boolean refuses(Batcher batcher) {
        try {
            Thread.currentThread().interrupt();
            batcher.compute(List.of(text(7, 1)));
            return false;
        } catch (BatcherClosedException _) {
            return true;
        } catch (InterruptedException _) {
            return false;
        } finally {
            Thread.interrupted();
        }
    }

    @Test
    void tellsWhoseTextsWereInABatchAndHowItWent() throws Exception {
        BatchRider rider = new BatchRider() {};
        BlockingQueue<BatchRun> runs = new LinkedBlockingQueue<>();
        List<List<BatchRider>> riders = new CopyOnWriteArrayList<>();
        AtomicBoolean broken = new AtomicBoolean();
        Batcher batcher = new Batcher(
                new FakeBackend(1, _ -> {
                    if (broken.get()) {
                        throw new BackendException("broken");
                    }
                    return new float[1];
                }),
                limits(100, 10, LONG),
                new BatchListener() {
                    @Override
                    public void onBatch(BatchRun run, List<BatchRider> who) {
                        riders.add(who);
                        runs.add(run);
                    }
                });
        batcher.start(List.of()).join();
        started.add(batcher);

        batcher.compute(List.of(text(1, 2)));
        batcher.compute(List.of(text(1, 2), text(2, 3)), rider, Caller.PATIENT);
        BatchRun run = runs.take();
        assertEquals(List.of(List.of(rider)), riders, "each once, and none for texts that nobody follows");
        assertEquals(2, run.texts());
        assertEquals(5, run.tokens());
        assertNull(run.failure());

        broken.set(true);
        assertThrows(BackendException.class, () -> batcher.compute(List.of(text(1, 2)), rider, Caller.PATIENT));
        assertInstanceOf(BackendException.class, runs.take().failure());
    }
}
