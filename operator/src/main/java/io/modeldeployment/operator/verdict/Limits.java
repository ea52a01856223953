package io.modeldeployment.operator.verdict;

import java.util.Optional;

/** Between which values a measurement is good; a value at a limit is. */
public record Limits(Optional<Limit> min, Optional<Limit> max) {
    /** @throws IllegalArgumentException if there is neither */
    public Limits {
        if (min.isEmpty() && max.isEmpty()) {
            throw new IllegalArgumentException("write min, max or both");
        }
    }

    /** An upper one alone. */
    public static Limits atMost(String max) {
        return new Limits(Optional.empty(), Optional.of(Limit.parse(max)));
    }

    boolean hold(double value) {
        return min.filter(limit -> value < limit.value()).isEmpty()
                && max.filter(limit -> value > limit.value()).isEmpty();
    }

    /** The value in the unit that the limits were written in. */
    public String show(double value) {
        return max.or(() -> min).map(limit -> limit.show(value)).orElseThrow();
    }

    /** What is good, in words. */
    @Override
    public String toString() {
        if (min.isPresent() && max.isPresent()) {
            return "from " + min.get() + " to " + max.get();
        }
        return max.map(limit -> "at most " + limit)
                .or(() -> min.map(limit -> "at least " + limit))
                .orElseThrow();
    }
}
