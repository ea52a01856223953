package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * A fixed rule for those who prefer one: each measured value is held against a limit. It declares no rate of false alarms.
 *
 * @param max the largest value that is good
 * @param count how many measurements make a pass, from 1
 * @param failureLimit how many bad values are borne, from 0; one more fails
 * @param errorLimit how many measurements without a value are borne, from 0; one more is inconclusive
 * @param consecutive whether only bad values, or errors, in a row count towards their limits
 */
public record Threshold(double max, int count, int failureLimit, int errorLimit, boolean consecutive) {
    /** @throws IllegalArgumentException with what to write instead */
    public Threshold {
        require(Double.isFinite(max), "max has to be a number", max);
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
     * @param measured values so far
     * @param failures bad ones, or bad ones in a row
     * @param errors measurements without a value, or those in a row
     * @param last the last value; empty if the last measurement had none
     */
    public record Tally(int measured, int failures, int errors, OptionalDouble last) {
        /** Before the first measurement. */
        public static final Tally START = new Tally(0, 0, 0, OptionalDouble.empty());

        private static final String VERSION = "threshold1";

        /** @throws IllegalArgumentException if a count is negative or the last value NaN */
        public Tally {
            if (measured < 0 || failures < 0 || errors < 0 || Double.isNaN(last.orElse(0))) {
                throw new IllegalArgumentException("counts have to be from 0 and the last value a number");
            }
        }

        /** Everything as a short text, exactly. */
        public String toText() {
            return Fields.join(
                    VERSION, measured, failures, errors, last.isPresent() ? Double.toString(last.getAsDouble()) : "");
        }

        /** The tally that {@link #toText} wrote. */
        public static Parsed<Tally> parse(String text) {
            return Parsed.of(text, line -> {
                Fields fields = Fields.of(line, VERSION);
                int measured = fields.smallCount();
                int failures = fields.smallCount();
                int errors = fields.smallCount();
                String last = fields.text();
                fields.end();
                return new Tally(
                        measured,
                        failures,
                        errors,
                        last.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(last)));
            });
        }
    }

    /** After one more measurement; NaN and no value are errors and not values. */
    public Tally next(Tally tally, OptionalDouble value) {
        if (value.isEmpty() || Double.isNaN(value.getAsDouble())) {
            return new Tally(tally.measured, tally.failures, tally.errors + 1, OptionalDouble.empty());
        }
        boolean bad = value.getAsDouble() > max;
        int failures = tally.failures + (bad ? 1 : 0);
        return new Tally(tally.measured + 1, consecutive && !bad ? 0 : failures, consecutive ? 0 : tally.errors, value);
    }

    /** The verdict as of now; {@code problem} says why the last measurement had no value. */
    public Verdict judge(Tally tally, Optional<String> problem) {
        if (tally.failures > failureLimit) {
            return new Fail(evidence(
                    tally,
                    "%d measurements%s above %s, %d are borne"
                            .formatted(tally.failures, consecutive ? " in a row" : "", text(max), failureLimit)));
        }
        String reason = problem.orElse("the measurement gave no number");
        if (tally.errors > errorLimit) {
            return new Inconclusive(evidence(
                    tally,
                    "%d measurements%s without a value, %d are borne: %s"
                            .formatted(tally.errors, consecutive ? " in a row" : "", errorLimit, reason)));
        }
        if (tally.last.isEmpty()) {
            return tally.measured == 0 && tally.errors == 0
                    ? new NotMeasured(evidence(tally, "nothing measured yet"), "nothing measured yet")
                    : new NotMeasured(evidence(tally, reason), reason);
        }
        if (tally.measured >= count && tally.last.getAsDouble() <= max) {
            return new Pass(evidence(
                    tally,
                    "%d measurements, the last %s, limit %s"
                            .formatted(tally.measured, text(tally.last.getAsDouble()), text(max))));
        }
        return new Undecided(
                evidence(
                        tally,
                        "%d of %d measurements, the last %s, limit %s; %d above it, %d are borne"
                                .formatted(
                                        tally.measured,
                                        count,
                                        text(tally.last.getAsDouble()),
                                        text(max),
                                        tally.failures,
                                        failureLimit)),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    private static Evidence evidence(Tally tally, String explanation) {
        return new Evidence(
                tally.last, Optional.empty(), OptionalDouble.empty(), new Samples(0, tally.measured), explanation);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
