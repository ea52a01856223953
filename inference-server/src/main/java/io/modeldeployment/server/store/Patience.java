package io.modeldeployment.server.store;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long failures that may pass are put up with.
 *
 * @param failures failed attempts in a row, without a byte in between, after which it is given up
 * @param firstWait wait after the first of them; each next one is twice as long
 * @param longestWait no wait is longer, also where the other side asks for it
 * @param total after which no attempt begins any more
 */
public record Patience(int failures, Duration firstWait, Duration longestWait, Duration total) {
    /** Some minutes of outage, as hubs have them, and a long download. */
    public static final Patience DEFAULT =
            new Patience(10, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofHours(12));

    /** The same with another first wait. */
    public Patience startingWith(Duration wait) {
        return new Patience(failures, wait, longestWait, total);
    }

    /** Begins anew. */
    Attempts begin(Time time) {
        return new Attempts(this, time);
    }

    /** What is tried until it works or patience is over. */
    interface Attempt<T> {
        T run() throws StoreException, InterruptedException;
    }

    <T> T insist(Time time, Attempt<T> attempt) throws StoreException, InterruptedException {
        Attempts attempts = begin(time);
        while (true) {
            try {
                return attempt.run();
            } catch (StoreException failure) {
                attempts.failed(failure);
            }
        }
    }

    /** The failures of one thing so far. */
    static final class Attempts {
        private final Patience patience;
        private final Time time;
        private final long begun;
        private int failures;

        private Attempts(Patience patience, Time time) {
            this.patience = patience;
            this.time = time;
            this.begun = time.nanos();
        }

        /** Something came: the failures before it do not count any more. */
        void progressed() {
            failures = 0;
        }

        /** Waits until the next attempt, or throws what failed where there is none. */
        void failed(StoreException failure) throws StoreException, InterruptedException {
            failures++;
            Duration wait = wait(failure);
            boolean late = time.nanos() - begun + wait.toNanos() > patience.total.toNanos();
            if (!failure.reason().isPassing() || failures >= patience.failures || late) {
                throw failure;
            }
            time.sleep(wait);
        }

        private Duration wait(StoreException failure) {
            Duration doubled = patience.firstWait.multipliedBy(1L << Math.min(failures - 1, 20));
            Duration wanted = failure.retryAfter().orElseGet(() -> {
                // Spread, so that many pods that failed together do not come back together.
                long half = Math.max(1, doubled.toMillis() / 2);
                return Duration.ofMillis(half + ThreadLocalRandom.current().nextLong(half + 1));
            });
            return wanted.compareTo(patience.longestWait) > 0 ? patience.longestWait : wanted;
        }
    }
}
