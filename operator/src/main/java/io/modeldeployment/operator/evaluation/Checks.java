package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.evaluation.Check.Result;
import io.modeldeployment.operator.verdict.Proportion;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Holds figures against the bounds.
 *
 * <p>A bound that is met passes. One that is missed fails where the interval excludes that chance did it, and is inconclusive
 * where it does not.
 */
final class Checks {
    private static final int LEAST_TIMED = 20;
    private static final double SLOW_SHARE = 0.01;

    private final Criteria criteria;

    Checks(Criteria criteria) {
        this.criteria = criteria;
    }

    List<Check> of(ArmFigures candidate, Optional<PairFigures> pair) {
        return Stream.of(
                        accuracy(candidate),
                        pair.flatMap(this::drop),
                        pair.flatMap(this::agreement),
                        pair.flatMap(this::distance),
                        calibration(candidate),
                        criteria.maxLatencyP99().map(bound -> latency(candidate, bound)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Check> accuracy(ArmFigures candidate) {
        return atLeast("minAccuracy", "accuracy", candidate.accuracy(), criteria.minAccuracy());
    }

    private Optional<Check> agreement(PairFigures pair) {
        return atLeast("minAgreement", "agreement with stable", pair.agreement(), criteria.minAgreement());
    }

    private static Optional<Check> atLeast(String name, String what, Figure figure, OptionalDouble bound) {
        if (bound.isEmpty()) {
            return Optional.empty();
        }
        double least = bound.getAsDouble();
        Result result =
                figure.value() >= least ? Result.PASSED : figure.upper() < least ? Result.FAILED : Result.INCONCLUSIVE;
        return Optional.of(Check.measured(
                name, result, "%s %s, at least %s wanted".formatted(what, percent(figure), percent(least))));
    }

    Optional<Check> drop(PairFigures pair) {
        if (criteria.maxAccuracyDrop().isEmpty()) {
            return Optional.empty();
        }
        Figure drop = pair.drop();
        double most = criteria.maxAccuracyDrop().getAsDouble();
        double pValue = pair.results().pValue();
        // Each side of the test has half of what the confidence leaves, as the intervals have.
        boolean surely = pValue < (1 - criteria.confidence()) / 2;
        Result result = drop.value() <= most ? Result.PASSED : surely ? Result.FAILED : Result.INCONCLUSIVE;
        return Optional.of(Check.measured(
                "maxAccuracyDrop",
                result,
                "accuracy %s points below stable (%s to %s; %d texts worse, %d better, McNemar's p %s), at most %s wanted"
                        .formatted(
                                points(drop.value()),
                                points(drop.lower()),
                                points(drop.upper()),
                                pair.results().onlyStable(),
                                pair.results().onlyCandidate(),
                                String.format(Locale.ROOT, "%.2g", pValue),
                                points(most))));
    }

    private Optional<Check> distance(PairFigures pair) {
        if (criteria.maxProbabilityDistance().isEmpty()) {
            return Optional.empty();
        }
        double most = criteria.maxProbabilityDistance().getAsDouble();
        if (pair.distance().isEmpty()) {
            return Optional.of(new Check(
                    "maxProbabilityDistance",
                    Result.UNMEASURED,
                    "the scores of a text do not sum to 1, so that they have no distance as probabilities: leave "
                            + "maxProbabilityDistance out"));
        }
        double distance = pair.distance().getAsDouble();
        return Optional.of(Check.measured(
                "maxProbabilityDistance",
                distance <= most ? Result.PASSED : Result.FAILED,
                "scores %s from stable's, at most %s wanted".formatted(number(distance), number(most))));
    }

    private Optional<Check> calibration(ArmFigures candidate) {
        if (criteria.maxCalibrationError().isEmpty()) {
            return Optional.empty();
        }
        double most = criteria.maxCalibrationError().getAsDouble();
        if (candidate.calibration().isEmpty()) {
            return Optional.of(new Check(
                    "maxCalibrationError",
                    Result.UNMEASURED,
                    "scores are not between 0 and 1, so that they have no calibration: leave maxCalibrationError out"));
        }
        Calibration found = candidate.calibration().get();
        Result result = found.error() <= most
                ? Result.PASSED
                : found.error() > found.noise() ? Result.FAILED : Result.INCONCLUSIVE;
        return Optional.of(Check.measured(
                "maxCalibrationError",
                result,
                "calibration error %s (perfect scores stay below %s on so many texts), at most %s wanted"
                        .formatted(number(found.error()), number(found.noise()), number(most))));
    }

    private Check latency(ArmFigures candidate, Duration bound) {
        Optional<Latency> timed = candidate.latency().filter(latency -> latency.samples() >= LEAST_TIMED);
        if (timed.isEmpty()) {
            return new Check(
                    "maxLatencyP99",
                    Result.INCONCLUSIVE,
                    "only %d texts could be timed, %d are needed: the set has too few, or their answers were in the "
                                    .formatted(
                                            candidate
                                                    .latency()
                                                    .map(Latency::samples)
                                                    .orElse(0),
                                            LEAST_TIMED)
                            + "server's cache");
        }
        Proportion slow = timed.get().slowerThan(bound);
        boolean surely = slow.exact(1 - criteria.confidence()).lower() > SLOW_SHARE;
        Result result = slow.share() <= SLOW_SHARE ? Result.PASSED : surely ? Result.FAILED : Result.INCONCLUSIVE;
        return Check.measured(
                "maxLatencyP99",
                result,
                "p99 %s ms; %d of %d texts took longer than %d ms, 1 of 100 may"
                        .formatted(milliseconds(timed.get().p99()), slow.hits(), slow.all(), bound.toMillis()));
    }

    private static String percent(Figure figure) {
        return "%s (%s to %s)".formatted(percent(figure.value()), percent(figure.lower()), percent(figure.upper()));
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private static String points(double share) {
        return String.format(Locale.ROOT, "%.1f", 100 * share + 0.0);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String milliseconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", 1000 * seconds);
    }
}
