package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a labelled set has to show of the candidate. What was measured on the set is a fact about the set; chance matters only
 * where it speaks against the candidate, since a small set must not fail a good one.
 *
 * @param min the least accuracy, from 0 to 1; 0 for none
 * @param maxDrop by how much it may be below stable's, from 0 to 1
 * @param alpha how often at most a candidate that is no worse may fail
 */
public record Accuracy(double min, double maxDrop, double alpha) {
    /** @throws IllegalArgumentException with what to write instead */
    public Accuracy {
        if (!(min >= 0 && min <= 1)) {
            throw new IllegalArgumentException("minAccuracy has to be from 0 to 1, such as 0.9, not " + min);
        }
        if (!(maxDrop >= 0 && maxDrop <= 1)) {
            throw new IllegalArgumentException("maxAccuracyDrop has to be from 0 to 1, such as 0.01, not " + maxDrop);
        }
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha has to be above 0 and below 1, such as 0.01, not " + alpha);
        }
    }

    /** The verdict on all inputs of the set. */
    public Verdict judge(PairedResults results) {
        if (results.all() == 0) {
            String reason = "no labelled input was answered by both stable and the candidate";
            return new NotMeasured(Evidence.none(reason), reason);
        }
        Evidence evidence = evidence(results);
        boolean dropped = results.drop() > maxDrop;
        boolean low = results.candidate().share() < min;
        if (dropped && results.pValue() <= alpha
                || low && results.candidate().exact(alpha).upper() < min) {
            return new Fail(evidence);
        }
        return dropped || low
                ? new Inconclusive(evidence.explained(
                        "worse than wanted, but that may be chance on a set of this size; " + evidence.explanation()))
                : new Pass(evidence);
    }

    private Evidence evidence(PairedResults results) {
        Interval interval = results.interval(alpha);
        return new Evidence(
                OptionalDouble.of(results.drop()),
                Optional.of(interval),
                OptionalDouble.empty(),
                new Samples(results.all(), results.all()),
                String.format(
                        Locale.ROOT,
                        "accuracy: candidate %.2f %%, stable %.2f %% of %,d inputs, drop %.2f points (%.2f to %.2f), %.2f are"
                                + " borne; %,d right by stable alone, %,d by the candidate alone, p %.2g",
                        100 * results.candidate().share(),
                        100 * results.stable().share(),
                        results.all(),
                        100 * results.drop(),
                        100 * interval.lower(),
                        100 * interval.upper(),
                        100 * maxDrop,
                        results.onlyStable(),
                        results.onlyCandidate(),
                        results.pValue()));
    }
}
