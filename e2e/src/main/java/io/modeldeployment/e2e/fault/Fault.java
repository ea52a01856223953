package io.modeldeployment.e2e.fault;

import java.lang.foreign.Arena;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What is wrong with a server. Safe for use by several threads. */
sealed interface Fault {
    /** Between a model's name and its fault, as in {@code spam.errors_0.01}. */
    char SEPARATOR = '.';

    /** Called inside each request, before the model is asked. */
    default void before() {}

    /**
     * How much longer a request shall take.
     *
     * @param characters of what it asks about
     * @param took how long it took by itself
     */
    default Duration longer(int characters, Duration took) {
        return Duration.ZERO;
    }

    /**
     * The fault that a model's name ends with: what a fault is told by has to make a revision of its own, and the name does.
     *
     * @throws IllegalArgumentException when there is no fault of that name
     */
    static Fault of(String modelName) {
        int end = modelName.indexOf(SEPARATOR);
        if (end < 0) {
            return new None();
        }
        String[] parts = modelName.substring(end + 1).split("_", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("write NAME.FAULT_NUMBER, not " + modelName);
        }
        return switch (parts[0]) {
            case "errors" -> new Errors(Double.parseDouble(parts[1]));
            case "fails-from" -> new FailsFrom(Long.parseLong(parts[1]), new AtomicLong());
            case "ends-at" -> new EndsAt(Long.parseLong(parts[1]), new AtomicLong());
            case "leaks-kib" -> new Leaks(Long.parseLong(parts[1]));
            case "slow-tail" -> new SlowTail(Double.parseDouble(parts[1]), new RecentTimes());
            case "slow-long-texts" -> new SlowLongTexts(Double.parseDouble(parts[1]));
            default -> throw new IllegalArgumentException("there is no fault " + parts[0]);
        };
    }

    /** Nothing. */
    record None() implements Fault {}

    /** A share of the requests fails. */
    record Errors(double share) implements Fault {
        @Override
        public void before() {
            if (ThreadLocalRandom.current().nextDouble() < share) {
                throw new IllegalStateException("a benchmark's fault");
            }
        }
    }

    /** All requests fail from this one on, counted from 1. */
    record FailsFrom(long request, AtomicLong seen) implements Fault {
        @Override
        public void before() {
            if (seen.incrementAndGet() >= request) {
                throw new IllegalStateException("a benchmark's fault");
            }
        }
    }

    /** The process ends in the middle of this request, counted from 1. */
    record EndsAt(long request, AtomicLong seen) implements Fault {
        @Override
        public void before() {
            if (seen.incrementAndGet() >= request) {
                Runtime.getRuntime().halt(1);
            }
        }
    }

    /** Each request takes so much memory and never gives it back: not of the Java heap, whose bound would end it first. */
    record Leaks(long kibibytes) implements Fault {
        @Override
        public void before() {
            Arena.global().allocate(1024 * kibibytes).fill((byte) 1);
        }
    }

    /** The slowest twentieth of the requests takes {@code factor} times as long, and so the p99 too. */
    record SlowTail(double factor, RecentTimes recent) implements Fault {
        private static final double TAIL = 0.95;

        @Override
        public Duration longer(int characters, Duration took) {
            return recent.exceeds(TAIL, took) ? stretched(took, factor) : Duration.ZERO;
        }
    }

    /** Requests about long texts take {@code factor} times as long. */
    record SlowLongTexts(double factor) implements Fault {
        private static final int LONG = 450;

        @Override
        public Duration longer(int characters, Duration took) {
            return characters >= LONG ? stretched(took, factor) : Duration.ZERO;
        }
    }

    private static Duration stretched(Duration took, double factor) {
        return Duration.ofNanos((long) ((factor - 1) * took.toNanos()));
    }
}
