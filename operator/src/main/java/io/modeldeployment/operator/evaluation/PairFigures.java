package io.modeldeployment.operator.evaluation;

import io.modeldeployment.operator.evaluation.Answer.Score;
import io.modeldeployment.operator.verdict.PairedResults;
import io.modeldeployment.operator.verdict.Proportion;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What the answers of both revisions to the same texts say about their difference.
 *
 * @param results which of them had how many texts right
 * @param drop stable's accuracy minus the candidate's
 * @param agreement share of the texts with the same label from both
 * @param distance mean total-variation distance between their scores; empty where these are no probabilities
 */
public record PairFigures(PairedResults results, Figure drop, Figure agreement, OptionalDouble distance) {
    private static final double ROUNDING = 0.01;

    static PairFigures of(Answers answers, List<Answer> stable, double confidence) {
        PairedResults results = results(answers, stable);
        int same = answers.count(i -> Answers.label(stable, i).isPresent()
                && Answers.label(stable, i).equals(Answers.label(answers.candidate(), i)));
        return new PairFigures(
                results,
                Figure.of(results.drop(), results.interval(1 - confidence)),
                Figure.of(new Proportion(results.all(), same), confidence),
                distance(answers, stable));
    }

    private static PairedResults results(Answers answers, List<Answer> stable) {
        List<Answer> candidate = answers.candidate();
        return new PairedResults(
                answers.count(i -> answers.isRight(stable, i) && answers.isRight(candidate, i)),
                answers.count(i -> answers.isRight(stable, i) && !answers.isRight(candidate, i)),
                answers.count(i -> !answers.isRight(stable, i) && answers.isRight(candidate, i)),
                answers.count(i -> !answers.isRight(stable, i) && !answers.isRight(candidate, i)));
    }

    private static OptionalDouble distance(Answers answers, List<Answer> stable) {
        List<Optional<Double>> distances = answers.asked()
                .filter(i -> stable.get(i) instanceof Answer.Labels
                        && answers.candidate().get(i) instanceof Answer.Labels)
                .mapToObj(i -> distance((Answer.Labels) stable.get(i), (Answer.Labels)
                        answers.candidate().get(i)))
                .toList();
        return distances.stream().anyMatch(Optional::isEmpty)
                ? OptionalDouble.empty()
                : distances.stream().mapToDouble(Optional::orElseThrow).average();
    }

    private static Optional<Double> distance(Answer.Labels one, Answer.Labels other) {
        if (!areProbabilities(one.scores()) || !areProbabilities(other.scores())) {
            return Optional.empty();
        }
        Map<String, Double> left = byLabel(one.scores());
        Map<String, Double> right = byLabel(other.scores());
        Set<String> labels = new HashSet<>(left.keySet());
        labels.addAll(right.keySet());
        double rest = Math.abs(sum(one.scores()).sum() - sum(other.scores()).sum());
        double apart = labels.stream()
                .mapToDouble(label -> Math.abs(left.getOrDefault(label, 0.0) - right.getOrDefault(label, 0.0)))
                .sum();
        return Optional.of(Math.min(1, (apart + rest) / 2));
    }

    /** The scores of models with several labels a text need not sum to 1. */
    private static boolean areProbabilities(List<Score> scores) {
        double sum = sum(scores).sum();
        return scores.stream().allMatch(score -> score.score() >= 0)
                && sum <= 1 + ROUNDING
                && (sum >= 1 - ROUNDING || scores.size() == Answer.MOST_LABELS);
    }

    private static DoubleStream sum(List<Score> scores) {
        return scores.stream().mapToDouble(Score::score);
    }

    private static Map<String, Double> byLabel(List<Score> scores) {
        return scores.stream().collect(Collectors.toMap(Score::label, Score::score, Double::sum));
    }
}
