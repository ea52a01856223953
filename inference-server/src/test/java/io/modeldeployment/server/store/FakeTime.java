package io.modeldeployment.server.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A clock that waits in no time, and remembers for how long. */
public final class FakeTime implements Time {
    private final List<Duration> waits = new ArrayList<>();
    private long nanos;

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public void sleep(Duration duration) {
        waits.add(duration);
        nanos += duration.toNanos();
    }

    public List<Duration> waits() {
        return waits;
    }
}
