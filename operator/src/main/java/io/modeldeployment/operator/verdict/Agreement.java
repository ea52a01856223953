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
 * How often stable and candidate give the same label to the same input.
 *
 * @param min the least share of equal labels, above 0 and at most 1
 * @param alpha how often at most a good candidate may fail, or a bad one pass
 * @param minSamples no pass rests on fewer inputs
 */
public record Agreement(double min, double alpha, long minSamples) {
    /** @throws IllegalArgumentException with what to write instead */
    public Agreement {
        if (!(min > 0 && min <= 1)) {
            throw new IllegalArgumentException(
                    "minAgreement has to be above 0 and at most 1, such as 0.95, not " + min);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha has to be above 0 and below 1, such as 0.01, not " + alpha);
        }
        if (minSamples < 0) {
            throw new IllegalArgumentException("minSamples has to be from 0, not " + minSamples);
        }
    }

    /** After some inputs of a stream that goes on; may be asked after every one. */
    public Verdict judgeStream(Proportion equal) {
        return judge(equal, false);
    }

    /**
     * After all inputs of a fixed set. What the interval leaves open is decided by the share itself: it is a fact about the
     * set; but a share that is too small by no more than chance is inconclusive.
     */
    public Verdict judgeSet(Proportion equal) {
        return judge(equal, true);
    }

    private Verdict judge(Proportion equal, boolean complete) {
        if (equal.all() == 0) {
            String reason = "no input was answered by both stable and the candidate";
            return new NotMeasured(Evidence.none(reason), reason);
        }
        Interval interval = equal.anytime(alpha);
        Evidence evidence = evidence(equal, interval);
        boolean enough = equal.all() >= minSamples;
        if (interval.upper() < min) {
            return new Fail(evidence);
        }
        if (enough && (interval.lower() >= min || complete && equal.share() >= min)) {
            return new Pass(evidence);
        }
        if (!complete) {
            return new Undecided(evidence, OptionalLong.empty(), untilPass(equal));
        }
        String why = enough
                ? "too few are equal, but that may be chance on a set of this size"
                : "the set has fewer than %d inputs".formatted(minSamples);
        return new Inconclusive(evidence.explained(why + "; " + evidence.explanation()));
    }

    private OptionalLong untilPass(Proportion equal) {
        if (equal.share() <= min) {
            return OptionalLong.empty();
        }
        for (long times = 2; times <= 1 << 20; times *= 2) {
            var more = new Proportion(equal.all() * times, equal.hits() * times);
            if (more.all() >= minSamples && more.anytime(alpha).lower() >= min) {
                return OptionalLong.of(more.all() - equal.all());
            }
        }
        return OptionalLong.empty();
    }

    private Evidence evidence(Proportion equal, Interval interval) {
        return new Evidence(
                OptionalDouble.of(equal.share()),
                Optional.of(interval),
                OptionalDouble.empty(),
                new Samples(equal.all(), equal.all()),
                String.format(
                        Locale.ROOT,
                        "agreement: %.2f %% of %,d inputs (%.2f to %.2f), at least %.2f %% wanted",
                        100 * equal.share(),
                        equal.all(),
                        100 * interval.lower(),
                        100 * interval.upper(),
                        100 * min));
    }
}
