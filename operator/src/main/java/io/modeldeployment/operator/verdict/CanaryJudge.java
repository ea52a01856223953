package io.modeldeployment.operator.verdict;

import io.modeldeployment.operator.verdict.Verdict.Fail;
import io.modeldeployment.operator.verdict.Verdict.Inconclusive;
import io.modeldeployment.operator.verdict.Verdict.NotMeasured;
import io.modeldeployment.operator.verdict.Verdict.Pass;
import io.modeldeployment.operator.verdict.Verdict.Undecided;
import java.util.Map;
import java.util.Optional;

/**
 * Judges a metric by its test, after every block if one likes.
 *
 * <ol>
 *   <li>E has reached 1/alpha and the difference is at least {@code minEffect}: it fails.
 *   <li>The last block could not be measured, or none was: not measured.
 *   <li>The most harm that is still possible is below {@code maxHarm}: it passes.
 *   <li>Time is up: inconclusive, also instead of not measured.
 *   <li>Undecided.
 * </ol>
 */
public final class CanaryJudge {
    private CanaryJudge() {}

    /** The verdict as of now. */
    public static Verdict judge(MetricTest test, Criteria criteria, Progress progress) {
        Optional<Map.Entry<String, Comparison>> strongest = test.strongest();
        if (strongest.isPresent() && fails(test, strongest.get().getValue(), criteria)) {
            return new Fail(Findings.of(test, strongest.get(), criteria));
        }
        boolean timeIsUp = progress.elapsed().compareTo(criteria.maxDuration()) >= 0;
        Optional<String> missing = progress.problem().or(() -> missing(test));
        if (missing.isPresent()) {
            return notMeasured(test, criteria, missing.get(), timeIsUp);
        }
        Map.Entry<String, Comparison> worst = test.worst(criteria.alpha()).orElseThrow();
        Evidence evidence = Findings.of(test, worst, criteria);
        if (passes(test, worst.getValue(), criteria)) {
            return new Pass(evidence);
        }
        return timeIsUp
                ? new Inconclusive(evidence.explained("neither good nor bad is shown within "
                        + Findings.words(criteria.maxDuration()) + "; " + evidence.explanation()))
                : undecided(evidence, worst.getValue(), criteria);
    }

    private static boolean fails(MetricTest test, Comparison strongest, Criteria criteria) {
        return test.peak() >= -Math.log(criteria.alpha()) && strongest.harm() >= criteria.minEffect();
    }

    private static boolean passes(MetricTest test, Comparison worst, Criteria criteria) {
        return test.samples().candidate() >= criteria.minSamples()
                && worst.worst(criteria.alpha()) < criteria.maxHarm();
    }

    private static Optional<String> missing(MetricTest test) {
        if (test.samples().candidate() == 0) {
            return Optional.of("no moment yet in which both stable and the candidate answered requests");
        }
        return test.comparisons().isEmpty()
                ? Optional.of("stable and the candidate have no " + test.metric() + " event in common to compare")
                : Optional.empty();
    }

    private static Verdict notMeasured(MetricTest test, Criteria criteria, String reason, boolean timeIsUp) {
        Evidence evidence = test.strongest()
                .map(event -> Findings.of(test, event, criteria))
                .map(found -> found.explained(reason + "; so far: " + found.explanation()))
                .orElseGet(() -> Evidence.none(reason));
        return timeIsUp
                ? new Inconclusive(evidence.explained("not measured within " + Findings.words(criteria.maxDuration())
                        + ": " + evidence.explanation()))
                : new NotMeasured(evidence, reason);
    }

    private static Verdict undecided(Evidence evidence, Comparison comparison, Criteria criteria) {
        var verdict = new Undecided(
                evidence, Outlook.untilAlarm(comparison, criteria), Outlook.untilPass(comparison, criteria));
        return new Undecided(
                evidence.explained(evidence.explanation() + Findings.outlook(verdict, criteria)),
                verdict.untilAlarm(),
                verdict.untilPass());
    }
}
