package io.modeldeployment.server.store;

import io.modeldeployment.server.store.Progress.Phase;
import java.time.Duration;
import java.util.function.Consumer;

/** Counts what is done; written by one thread, read by any. */
public final class Meter {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final Time time;
    private final Consumer<Progress> listener;
    private volatile Progress now = new Progress(Phase.Resolving, "", 0, 0);
    private long told;

    /** @param listener is told of every phase, and every second in between */
    public Meter(Time time, Consumer<Progress> listener) {
        this.time = time;
        this.listener = listener;
    }

    /** One that nobody listens to. */
    public static Meter silent() {
        return new Meter(Time.SYSTEM, _ -> {});
    }

    public Progress now() {
        return now;
    }

    /** Another phase begins. */
    public void begin(Phase phase, long bytesTotal) {
        set(new Progress(phase, "", 0, bytesTotal));
        tell();
    }

    void file(String path) {
        set(new Progress(now.phase(), path, now.bytesDone(), now.bytesTotal()));
    }

    /** More bytes are known of than before. */
    void expect(long bytesTotal) {
        set(new Progress(now.phase(), now.file(), now.bytesDone(), bytesTotal));
    }

    /** Bytes that are done, or, where it is negative, have to be done again. */
    void add(long bytes) {
        set(new Progress(now.phase(), now.file(), Math.max(0, now.bytesDone() + bytes), now.bytesTotal()));
        if (time.nanos() - told >= INTERVAL.toNanos()) {
            tell();
        }
    }

    private void set(Progress progress) {
        now = progress;
    }

    private void tell() {
        told = time.nanos();
        listener.accept(now);
    }
}
