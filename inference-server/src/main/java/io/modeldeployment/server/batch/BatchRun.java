package io.modeldeployment.server.batch;

import org.jspecify.annotations.Nullable;

/**
 * One forward pass, as it went.
 *
 * @param startNanos when its texts left the queue, on {@link System#nanoTime()}'s clock
 * @param endNanos when it ended, on the same clock
 * @param texts texts in it
 * @param tokens tokens in it
 * @param failure what ended it, null where it ended well
 */
public record BatchRun(
        long startNanos,
        long endNanos,
        int texts,
        int tokens,
        @Nullable RuntimeException failure) {}
