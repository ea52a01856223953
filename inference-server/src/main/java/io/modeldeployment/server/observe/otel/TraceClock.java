package io.modeldeployment.server.observe.otel;

import java.time.Clock;
import java.time.Instant;

/**
 * Says when a moment of {@link System#nanoTime()} was in wall time, so that the spans of a trace neither overlap nor gap when the
 * wall clock is set.
 *
 * @param offsetNanos wall time less {@code nanoTime}
 */
record TraceClock(long offsetNanos) {
    /** A clock that is right now. */
    static TraceClock synchronised(Clock wall) {
        Instant now = wall.instant();
        return new TraceClock(now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime());
    }

    /** Nanoseconds since 1970 at a moment of {@code nanoTime}. */
    long epochNanos(long nanoTime) {
        return nanoTime + offsetNanos;
    }
}
