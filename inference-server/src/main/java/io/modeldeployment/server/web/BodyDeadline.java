package io.modeldeployment.server.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * By when the whole body has to be there.
 *
 * @param end in {@link System#nanoTime}
 * @param connection is told how long the next read may take
 */
record BodyDeadline(long end, ClientConnection connection) {
    /** The deadline of a request whose header has just come. */
    static BodyDeadline of(HttpServletRequest request, Duration timeout) {
        return new BodyDeadline(System.nanoTime() + timeout.toNanos(), ClientConnection.of(request));
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
        connection.setReadTimeout(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
    }
}
