package io.modeldeployment.cli.cluster;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes whoever waits for a change; many changes at once wake once. */
public final class Signal {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean pending;

    /** Says that something changed. */
    public void raise() {
        lock.lock();
        try {
            pending = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a change since the last call, at most {@code longest}.
     *
     * @return whether there was one
     */
    public boolean await(Duration longest) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = longest.toNanos();
            while (!pending && left > 0) {
                left = changed.awaitNanos(left);
            }
            boolean was = pending;
            pending = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    /** Lets changes that come together be seen together. */
    public static void settle() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100);
    }
}
