package io.modeldeployment.operator.analysis;

import io.modeldeployment.api.v1.CheckStatus;
import io.modeldeployment.operator.verdict.Limit;
import io.modeldeployment.operator.verdict.Threshold.Tally;
import io.modeldeployment.operator.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How far a check has come; the part of it that outlives the operator.
 *
 * @param tally what its rule has counted
 * @param problem why the last measurement gave no number
 * @param measuredAt when that was
 * @param countedSince the step that what was measured counts for
 */
record CheckState(Tally tally, Optional<String> problem, Optional<Instant> measuredAt, Optional<Instant> countedSince) {
    static final CheckState START = new CheckState(Tally.START, Optional.empty(), Optional.empty(), Optional.empty());

    /** After a measurement at {@code now}. */
    CheckState next(Check check, Reading reading, Instant now) {
        return switch (reading) {
            case Reading.Value(double value) ->
                new CheckState(
                        check.rule().next(tally, OptionalDouble.of(value)),
                        Optional.empty(),
                        Optional.of(now),
                        countedSince);
            case Reading.None(String why) ->
                new CheckState(
                        check.rule().next(tally, OptionalDouble.empty()),
                        Optional.of(why),
                        Optional.of(now),
                        countedSince);
        };
    }

    /** A step waits since {@code step}: it wants measurements of its own. */
    CheckState countedFor(Optional<Instant> step) {
        return step.isEmpty() || step.equals(countedSince)
                ? this
                : new CheckState(tally.anew(), problem, measuredAt, step);
    }

    /**
     * The verdict as of now.
     *
     * @param waited how long a step has waited for it
     * @param most how long it may
     */
    Verdict verdict(Check check, Duration waited, Duration most) {
        Verdict verdict = check.rule().judge(tally, problem);
        boolean isOpen = verdict instanceof Verdict.Undecided || verdict instanceof Verdict.NotMeasured;
        return isOpen && waited.compareTo(most) >= 0
                ? new Verdict.Inconclusive(verdict.evidence()
                        .explained("no verdict within " + most.toSeconds() + " s; " + verdict.explanation()))
                : verdict;
    }

    /** Whether it cannot be measured at present. */
    boolean isWithoutValue() {
        return tally.errors() > 0;
    }

    CheckStatus toStatus(Check check, Verdict verdict) {
        return new CheckStatus(
                check.name(),
                Verdicts.word(verdict),
                tally.last().isPresent()
                        ? check.rule().limits().show(tally.last().getAsDouble())
                        : null,
                verdict.explanation(),
                problem.orElse(null),
                tally.measured(),
                tally.failures(),
                tally.errors(),
                measuredAt.map(Instant::toString).orElse(null),
                countedSince.map(Instant::toString).orElse(null));
    }

    static CheckState of(CheckStatus status) {
        var tally = new Tally(
                count(status.measurements()),
                count(status.failures()),
                count(status.consecutiveErrors()),
                Optional.ofNullable(status.value())
                        .map(CheckState::value)
                        .map(OptionalDouble::of)
                        .orElseGet(OptionalDouble::empty));
        return new CheckState(
                tally,
                Optional.ofNullable(status.error()),
                Verdicts.instant(status.measuredAt()),
                Verdicts.instant(status.countedSince()));
    }

    /** Anything that is not a number was too large for one. */
    private static double value(String text) {
        try {
            return Limit.parse(text).value();
        } catch (IllegalArgumentException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    private static int count(@Nullable Integer count) {
        return count == null ? 0 : Math.max(0, count);
    }
}
