package io.modeldeployment.operator.evaluation.run;

import java.time.Duration;
import java.util.Locale;

/** When an evaluation has to be over, by a clock that nobody sets. */
record Deadline(Duration whole, long atNanos) {
    static Deadline in(Duration time) {
        return new Deadline(time, System.nanoTime() + time.toNanos());
    }

    /** What is left, not below zero. */
    Duration left() {
        return Duration.ofNanos(Math.max(0, atNanos - System.nanoTime()));
    }

    boolean isOver() {
        return left().isZero();
    }

    /** At most {@code time}, and at most what is left. */
    Duration atMost(Duration time) {
        Duration left = left();
        return left.compareTo(time) < 0 ? left : time;
    }

    @Override
    public String toString() {
        return whole.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
