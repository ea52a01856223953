package io.modeldeployment.operator.evaluation.run;

import java.time.Duration;

/**
 * How hard pods are asked.
 *
 * @param chunk texts in one request
 * @param requests requests under way at the same time
 * @param timed texts that are asked one by one first, to be timed
 * @param pause until the next try, where a server does not say
 */
record Pace(int chunk, int requests, int timed, Duration pause) {
    private static final int CHUNK = 16;
    private static final int TIMED = 205;
    private static final Duration WAIT = Duration.ofMillis(500);

    /** The candidate has no users yet. */
    static Pace ofCandidate(int pods, boolean isTimed) {
        return new Pace(CHUNK, Math.clamp(2L * pods, 2, 4), isTimed ? TIMED : 0, WAIT);
    }

    /** Stable has: one request at a time. */
    static Pace ofStable(boolean isTimed) {
        return new Pace(CHUNK, 1, isTimed ? TIMED : 0, WAIT);
    }
}
