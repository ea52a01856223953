package io.modeldeployment.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * By when the whole body has to be there.
 *
 * @param end in {@link System#nanoTime}
 * @param nextRead takes the milliseconds that the next read may take
 */
record BodyDeadline(long end, LongConsumer nextRead) {
    /** The deadline of a request whose header has just come. */
    static BodyDeadline of(HttpServletRequest request, Duration timeout) {
        LongConsumer nextRead =
                request.getAttribute(ReadTimeoutValve.ATTRIBUTE) instanceof LongConsumer socket ? socket : _ -> {};
        return new BodyDeadline(System.nanoTime() + timeout.toNanos(), nextRead);
    }

    /**
     * To be called before each read.
     *
     * @throws BodyTimeoutException when there is no time left
     */
    void beforeRead() throws BodyTimeoutException {
        long left = end - System.nanoTime();
        if (left <= 0) {
            throw new BodyTimeoutException();
        }
        nextRead.accept(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
}
