package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How often stable and candidate give the same label to the same input, of a stream of inputs; may be judged after every one.
 *
 * <ol>
 *   <li>The interval that holds at all times is below {@code min}: it fails.
 *   <li>It is not below {@code min}, on {@code minSamples} inputs or more: it passes.
 *   <li>No input could be compared, or the last ones could not: not measured.
 *   <li>Time is up: inconclusive, also instead of not measured.
 *   <li>Undecided.
 * </ol>
 *
 * @param min the least share of equal labels, above 0 and below 1: that all are equal can never be shown
 * @param alpha how often at most a good candidate may fail, or a bad one pass
 * @param minSamples no pass rests on fewer inputs
 * @param maxDuration after this long without a verdict it is inconclusive
 */
public record Agreement(double min, double alpha, long minSamples, Duration maxDuration) {
    /** @throws IllegalArgumentException with what to write instead */
    public Agreement {
        if (!(min > 0 && min < 1)) {
            throw new IllegalArgumentException("minAgreement has to be above 0 and below 1, such as 0.95, not " + min);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha has to be above 0 and below 1, such as 0.01, not " + alpha);
        }
        if (minSamples < 0) {
            throw new IllegalArgumentException("minSamples has to be from 0, not " + minSamples);
        }
        if (!maxDuration.isPositive()) {
            throw new IllegalArgumentException("maxDuration has to be above 0, such as 10m, not " + maxDuration);
        }
    }

    /** The verdict as of now. */
    public Verdict judge(Proportion equal, Progress progress) {
        Evidence evidence = equal.all() == 0 ? Evidence.none("no input compared yet") : evidence(equal);
        Optional<Interval> interval = evidence.interval();
        if (interval.filter(ends -> ends.upper() < min).isPresent()) {
            return new Fail(evidence);
        }
        if (equal.all() >= minSamples
                && interval.filter(ends -> ends.lower() >= min).isPresent()) {
            return new Pass(evidence);
        }
        boolean timeIsUp = progress.elapsed().compareTo(maxDuration) >= 0;
        Optional<String> missing =
                progress.problem().or(() -> equal.all() == 0 ? Optional.of(evidence.explanation()) : Optional.empty());
        if (timeIsUp) {
            String why =
                    missing.map("not measured within %s: "::concat).orElse("neither good nor bad is shown within %s; ");
            return new Inconclusive(evidence.explained(
                    why.formatted(Findings.words(maxDuration)) + (missing.isPresent() ? "" : evidence.explanation())));
        }
        return missing.<Verdict>map(reason -> new NotMeasured(evidence.explained(reason), reason))
                .orElseGet(() -> undecided(equal, evidence));
    }

    private Undecided undecided(Proportion equal, Evidence evidence) {
        OptionalLong more = untilPass(equal);
        String outlook = more.isPresent()
                ? "; a pass takes about %s more if it stays like this".formatted(Findings.number(more.getAsLong()))
                : "";
        return new Undecided(evidence.explained(evidence.explanation() + outlook), OptionalLong.empty(), more);
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

    private Evidence evidence(Proportion equal) {
        Interval interval = equal.anytime(alpha);
        return new Evidence(
                OptionalDouble.of(equal.share()),
                Optional.of(interval),
                OptionalDouble.empty(),
                new Samples(equal.all(), equal.all()),
                String.format(
                        Locale.ROOT,
                        "agreement with stable: %.2f %% of %,d inputs (%.2f to %.2f), at least %.2f %% wanted",
                        100 * equal.share(),
                        equal.all(),
                        100 * interval.lower(),
                        100 * interval.upper(),
                        100 * min));
    }
}
