package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.verdict.Proportion;
import java.util.List;
import java.util.Optional;

/**
 * What one revision reached.
 *
 * @param right texts that it labels rightly
 * @param accuracy the same as a share, and its interval
 * @param calibration how far its scores are from how often it is right; empty where scores are no probabilities
 * @param latency how long single texts took; empty if none was timed
 * @param broken texts without a usable answer
 * @param truncated texts that were cut
 */
public record ArmFigures(
        int right,
        Figure accuracy,
        Optional<Calibration> calibration,
        Optional<Latency> latency,
        int broken,
        int truncated) {
    static ArmFigures of(Answers answers, List<Answer> arm, double confidence) {
        int asked = (int) answers.asked().count();
        int right = answers.count(i -> answers.isRight(arm, i));
        List<Calibration.Outcome> outcomes = answers.asked()
                .filter(i -> arm.get(i) instanceof Answer.Labels)
                .mapToObj(i -> new Calibration.Outcome(
                        ((Answer.Labels) arm.get(i)).best().score(), answers.isRight(arm, i)))
                .toList();
        return new ArmFigures(
                right,
                Figure.of(new Proportion(asked, right), confidence),
                Calibration.of(outcomes, confidence),
                Latency.of(arm),
                answers.count(i -> Answers.isBroken(arm, i)),
                answers.count(i -> arm.get(i) instanceof Answer.Labels labels && labels.truncated()));
    }
}
