package io.modeldeployment.server.train;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Says now and then how much of a long step is done and how long the rest will take. */
final class Progress {
    private static final long SECOND = 1_000_000_000L;
    private static final long INTERVAL = 5 * SECOND;

    private final String step;
    private final int total;
    private final LongSupplier nanoTime;
    private final Consumer<String> out;
    private final long started;
    private long reported;
    private int done;

    /**
     * @param step what is being done, such as {@code features}
     * @param total how many units there are
     * @param nanoTime a clock in nanoseconds
     * @param out takes a line about every five seconds
     */
    Progress(String step, int total, LongSupplier nanoTime, Consumer<String> out) {
        this.step = step;
        this.total = total;
        this.nanoTime = nanoTime;
        this.out = out;
        this.started = nanoTime.getAsLong();
        this.reported = started;
    }

    /** @param units finished since the last call */
    void add(int units) {
        done += units;
        long now = nanoTime.getAsLong();
        if (done < total && now - reported < INTERVAL) {
            return;
        }
        reported = now;
        double seconds = (double) (now - started) / SECOND;
        out.accept(
                done < total
                        ? String.format(
                                Locale.ROOT,
                                "%s: %d of %d, about %.0f s left",
                                step,
                                done,
                                total,
                                seconds / done * (total - done))
                        : String.format(Locale.ROOT, "%s: %d in %.1f s", step, total, seconds));
    }
}
