package io.modeldeployment.server.store;

import java.time.Duration;

/** The clock, and waiting by it. */
public interface Time {
    /** The machine's. */
    Time SYSTEM = new Time() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public void sleep(Duration duration) throws InterruptedException {
            Thread.sleep(duration);
        }
    };

    /** Nanoseconds since some moment. */
    long nanos();

    /** Waits. */
    void sleep(Duration duration) throws InterruptedException;
}
