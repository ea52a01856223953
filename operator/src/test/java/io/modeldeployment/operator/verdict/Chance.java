package io.modeldeployment.operator.verdict;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Seeded draws of counts, so that a failing run can be repeated: {@code -Dverdict.seed=n -Dverdict.runs=1}. */
public final class Chance {
    private static final long FIRST_SEED = Long.getLong("verdict.seed", 0);

    private final SplittableRandom random;

    public Chance(long seed) {
        // Neighbouring seeds begin alike otherwise.
        random = new SplittableRandom(new SplittableRandom(seed).nextLong());
    }

    /** Runs {@code body} with as many generators of their own, one after the other. */
    public static void times(int runs, Consumer<Chance> body) {
        int count = Integer.getInteger("verdict.runs", runs);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + count; seed++) {
            try {
                body.accept(new Chance(seed));
            } catch (AssertionError | RuntimeException e) {
                var failure = new AssertionError("-Dverdict.runs=1 -Dverdict.seed=" + seed + ": " + e);
                failure.setStackTrace(e.getStackTrace());
                throw failure;
            }
        }
    }

    public double share() {
        return random.nextDouble();
    }

    /** Normally distributed, around 0 with deviation 1. */
    public double normal() {
        return random.nextGaussian();
    }

    /** From 0 to {@code most}. */
    public int upTo(int most) {
        return random.nextInt(most + 1);
    }

    public boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    /** How many of {@code trials} happen; by skipping from one that does to the next. */
    public long of(long trials, double probability) {
        if (probability <= 0) {
            return 0;
        }
        if (probability > 0.5) {
            return trials - of(trials, 1 - probability);
        }
        double logMiss = Math.log1p(-probability);
        long count = 0;
        double at = -1;
        while (true) {
            at += 1 + Math.floor(Math.log(1 - random.nextDouble()) / logMiss);
            if (at >= trials) {
                return count;
            }
            count++;
        }
    }

    /** A Poisson number with that mean. */
    public long around(double mean) {
        // In parts, as the product below would run out of a double's range.
        if (mean > 100) {
            return around(mean / 2) + around(mean / 2);
        }
        double bar = Math.exp(-mean);
        double product = random.nextDouble();
        long count = 0;
        while (product > bar) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }

    /** A block of {@code requests}, each the candidate's with probability {@code weight}. */
    public Block block(long requests, double weight, double stableRate, double candidateRate) {
        long candidate = of(requests, weight);
        return new Block(
                requests - candidate, of(requests - candidate, stableRate), candidate, of(candidate, candidateRate));
    }

    /** Draws of labels with these shares. */
    public ArmCounts labels(long texts, Map<String, Double> shares) {
        Map<String, Long> counts = new TreeMap<>();
        long left = texts;
        double open = 1;
        for (var label : new TreeMap<>(shares).entrySet()) {
            long count = of(left, Math.clamp(label.getValue() / open, 0, 1));
            counts.put(label.getKey(), count);
            left -= count;
            open = Math.max(1e-12, open - label.getValue());
        }
        counts.values().removeIf(count -> count == 0);
        return new ArmCounts(texts, counts);
    }

    /** Answers of log-normal latency, counted by the bounds that they passed. */
    public ArmCounts latencies(long answers, double median, double[] bounds) {
        long[] slower = new long[bounds.length];
        for (long i = 0; i < answers; i++) {
            double seconds = median * Math.exp(0.5 * random.nextGaussian());
            for (int b = 0; b < bounds.length; b++) {
                slower[b] += seconds > bounds[b] ? 1 : 0;
            }
        }
        Map<String, Long> counts = new TreeMap<>();
        for (int b = 0; b < bounds.length; b++) {
            counts.put(Double.toString(bounds[b]), slower[b]);
        }
        return new ArmCounts(answers, counts);
    }
}
