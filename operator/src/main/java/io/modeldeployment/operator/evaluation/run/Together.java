package io.modeldeployment.operator.evaluation.run;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Does several pieces of work at once; the first that fails ends the others. */
final class Together {
    private Together() {}

    /** A piece of work that waits for others. */
    @FunctionalInterface
    interface Work {
        void run() throws UnmeasurableException, InterruptedException;
    }

    /** Returns when all of it is done. */
    static void run(List<Work> works) throws UnmeasurableException, InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var done = new ExecutorCompletionService<Boolean>(threads);
            works.forEach(work -> done.submit(() -> {
                work.run();
                return true;
            }));
            try {
                for (int i = 0; i < works.size(); i++) {
                    done.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw failure(e.getCause());
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            }
        }
    }

    private static UnmeasurableException failure(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case UnmeasurableException known -> known;
            case InterruptedException interrupted -> throw interrupted;
            case RuntimeException unexpected -> throw unexpected;
            case Error error -> throw error;
            case null, default -> throw new IllegalStateException(cause);
        };
    }
}
