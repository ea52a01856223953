package io.modeldeployment.e2e.fault;

import java.time.Duration;
import java.util.Arrays;

/** How long the last requests took. Safe for use by several threads. */
final class RecentTimes {
    private static final int KEPT = 200;
    private static final int LEAST = 40;

    private final long[] nanos = new long[KEPT];
    private int count;

    /** Whether more than {@code share} of the last ones took less; remembers this one too. Never while there are few. */
    synchronized boolean exceeds(double share, Duration took) {
        int known = Math.min(count, KEPT);
        long less = Arrays.stream(nanos, 0, known)
                .filter(time -> time < took.toNanos())
                .count();
        nanos[count++ % KEPT] = took.toNanos();
        return known >= LEAST && less > share * known;
    }
}
