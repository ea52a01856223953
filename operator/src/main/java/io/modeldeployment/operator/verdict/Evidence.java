package io.modeldeployment.operator.verdict;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a verdict rests on.
 *
 * @param estimate the difference or value that was judged; empty if nothing was measured
 * @param interval where it is, with the declared probability; empty where it has none
 * @param e how strongly the counts speak against a harmless candidate; empty where no test was made
 * @param samples how many answers were compared
 * @param explanation all of it in one line for a person
 */
public record Evidence(
        OptionalDouble estimate, Optional<Interval> interval, OptionalDouble e, Samples samples, String explanation) {
    /** @throws IllegalArgumentException if a number is NaN: such a value was not measured */
    public Evidence {
        if (Double.isNaN(estimate.orElse(0)) || Double.isNaN(e.orElse(0))) {
            throw new IllegalArgumentException("NaN is no evidence: leave the value out");
        }
    }

    /** None, and why. */
    static Evidence none(String explanation) {
        return new Evidence(
                OptionalDouble.empty(), Optional.empty(), OptionalDouble.empty(), Samples.NONE, explanation);
    }

    /** The same with more said in front. */
    public Evidence explained(String line) {
        return new Evidence(estimate, interval, e, samples, line);
    }
}
