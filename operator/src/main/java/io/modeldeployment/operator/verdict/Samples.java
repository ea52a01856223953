package io.modeldeployment.operator.verdict;

/** How many answers of either arm a verdict rests on. */
public record Samples(long stable, long candidate) {
    /** None yet. */
    public static final Samples NONE = new Samples(0, 0);

    /** @throws IllegalArgumentException if a count is negative */
    public Samples {
        if (stable < 0 || candidate < 0) {
            throw new IllegalArgumentException("samples have to be from 0, not %d and %d".formatted(stable, candidate));
        }
    }

    Samples plus(MetricBlock block) {
        return new Samples(
                sum(stable, block.stable().requests()),
                sum(candidate, block.candidate().requests()));
    }

    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
