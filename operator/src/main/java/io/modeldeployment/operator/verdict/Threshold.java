package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A fixed rule for those who prefer one: each measured value is held against limits. It declares no rate of false alarms.
 *
 * @param limits the values that are good
 * @param count how many measurements make a pass, from 1
 * @param failureLimit how many bad values are borne in all, from 0; one more fails
 * @param errorLimit how many measurements in a row without a value are borne, from 0; one more is inconclusive
 */
public record Threshold(Limits limits, int count, int failureLimit, int errorLimit) {
    /** @throws IllegalArgumentException with what to write instead */
    public Threshold {
        require(count >= 1, "count has to be from 1", count);
        require(failureLimit >= 0, "failureLimit has to be from 0", failureLimit);
        require(errorLimit >= 0, "errorLimit has to be from 0", errorLimit);
    }

    private static void require(boolean holds, String rule, Object found) {
        if (!holds) {
            throw new IllegalArgumentException(rule + ", not " + found);
        }
    }

    /**
     * What the rule has counted.
     *
     * @param measured values that count towards a pass
     * @param failures bad ones in all
     * @param errors measurements without a value in a row
     * @param last the last value; empty if the last measurement had none
     */
    public record Tally(int measured, int failures, int errors, OptionalDouble last) {
        /** Before the first measurement. */
        public static final Tally START = new Tally(0, 0, 0, OptionalDouble.empty());

        /** @throws IllegalArgumentException if a count is negative or the last value NaN */
        public Tally {
            if (measured < 0 || failures < 0 || errors < 0 || Double.isNaN(last.orElse(0))) {
                throw new IllegalArgumentException("counts have to be from 0 and the last value a number");
            }
        }

        /** The same, but what was measured so far counts towards no pass any more; failures stay. */
        public Tally anew() {
            return new Tally(0, failures, errors, last);
        }
    }

    /**
     * After one more measurement; NaN and no value are errors and not values. Counts stop one above what is borne, so that they come to
     * rest when nothing changes any more.
     */
    public Tally next(Tally tally, OptionalDouble value) {
        if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
            return new Tally(
                    tally.measured, tally.failures, more(tally.errors, errorLimit + 1L), OptionalDouble.empty());
        }
        int failures = limits.hold(value.getAsDouble()) ? tally.failures : more(tally.failures, failureLimit + 1L);
        return new Tally(more(tally.measured, count), failures, 0, value);
    }

    private static int more(int count, long most) {
        return (int) Math.min(most, count + 1L);
    }

    /** The verdict as of now; {@code problem} says why the last measurement had no value. */
    public Verdict judge(Tally tally, Optional<String> problem) {
        if (tally.failures > failureLimit) {
            return new Fail(evidence(
                    tally,
                    "%s not %s, %s borne%s"
                            .formatted(
                                    measurements(tally.failures),
                                    limits,
                                    are(failureLimit),
                                    last(tally)
                                            .map(value -> "; the last was " + value)
                                            .orElse(""))));
        }
        String reason = problem.orElse("the measurement gave no number");
        if (tally.errors > errorLimit) {
            return new Inconclusive(evidence(
                    tally,
                    "%s in a row without a value, %s borne: %s"
                            .formatted(measurements(tally.errors), are(errorLimit), reason)));
        }
        if (tally.last.isEmpty()) {
            String why = tally.errors == 0 ? problem.orElse("nothing measured yet") : reason;
            return new NotMeasured(evidence(tally, why), why);
        }
        String now = "the last was %s, good is %s".formatted(last(tally).orElseThrow(), limits);
        if (tally.measured >= count && limits.hold(tally.last.getAsDouble())) {
            return new Pass(evidence(tally, "%s or more, %s".formatted(measurements(count), now)));
        }
        return new Undecided(
                evidence(
                        tally,
                        "%d of %s, %s; %d bad, %s borne"
                                .formatted(
                                        Math.min(tally.measured, count),
                                        measurements(count),
                                        now,
                                        tally.failures,
                                        are(failureLimit))),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private Optional<String> last(Tally tally) {
        return tally.last.isPresent() ? Optional.of(limits.show(tally.last.getAsDouble())) : Optional.empty();
    }

    private static String measurements(int count) {
        return count + (count == 1 ? " measurement" : " measurements");
    }

    private static String are(int count) {
        return count + (count == 1 ? " is" : " are");
    }

    private static Evidence evidence(Tally tally, String explanation) {
        return new Evidence(
                tally.last, Optional.empty(), OptionalDouble.empty(), new Samples(0, tally.measured), explanation);
    }
}
