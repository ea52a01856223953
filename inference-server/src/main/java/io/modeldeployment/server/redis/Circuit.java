package io.modeldeployment.server.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Leaves something out for a while after it failed several times in a row, and then lets one caller try it again. Safe for use by
 * several threads.
 */
final class Circuit {
    private final int failuresToOpen;
    private final long restNanos;
    private final LongSupplier nanoTime;
    private int failures;
    private long resumesAt;
    private boolean trying;

    /**
     * @param failuresToOpen failures in a row after which it is left out, at least 1
     * @param rest how long it is left out
     * @param nanoTime the clock, as {@link System#nanoTime}
     */
    Circuit(int failuresToOpen, Duration rest, LongSupplier nanoTime) {
        this.failuresToOpen = failuresToOpen;
        this.restNanos = rest.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Whether a caller may try; one that may has to report {@link #succeeded} or {@link #failed}. */
    synchronized boolean mayTry() {
        if (failures < failuresToOpen) {
            return true;
        }
        if (trying || nanoTime.getAsLong() - resumesAt < 0) {
            return false;
        }
        trying = true;
        return true;
    }

    /** It works. */
    synchronized void succeeded() {
        failures = 0;
        trying = false;
    }

    /**
     * It does not work.
     *
     * @return whether it is left out from now on
     */
    synchronized boolean failed() {
        failures = Math.min(failures + 1, failuresToOpen);
        trying = false;
        if (failures < failuresToOpen) {
            return false;
        }
        resumesAt = nanoTime.getAsLong() + restNanos;
        return true;
    }
}
