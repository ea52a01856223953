package io.modeldeployment.operator.evaluation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.modeldeployment.operator.evaluation.Answer.Labels;
import io.modeldeployment.operator.evaluation.Answer.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Golden sets and answers of imagined models for tests. */
public final class Texts {
    private static final double SURE = 0.9;

    private Texts() {}

    /** The file that such texts are read from. */
    public static String jsonLines(List<GoldenText> texts) {
        return texts.stream()
                .map(text -> JsonNodeFactory.instance
                        .objectNode()
                        .put("text", text.text())
                        .put("label", text.label())
                        .toString())
                .collect(Collectors.joining("\n"));
    }

    /** So many texts, spam and ham in turn. */
    public static GoldenSet set(int size) {
        return new GoldenSet(
                IntStream.range(0, size)
                        .mapToObj(i -> new GoldenText(i + 1, "text " + i, i % 2 == 0 ? "spam" : "ham"))
                        .toList(),
                "0".repeat(64));
    }

    static String other(String label) {
        return label.equals("spam") ? "ham" : "spam";
    }

    static Answer answer(String label) {
        return answer(label, SURE);
    }

    static Answer answer(String label, double score) {
        return Labels.of(List.of(new Score(label, score), new Score(other(label), 1 - score)));
    }

    static List<Answer> answers(GoldenSet set, IntFunction<Answer> answer) {
        return IntStream.range(0, set.texts().size()).mapToObj(answer).toList();
    }

    /** A model that knows everything. */
    static List<Answer> right(GoldenSet set) {
        return answers(set, i -> answer(set.texts().get(i).label()));
    }

    /** {@code answers} with those turned that {@code random} picks. */
    static List<Answer> flipped(List<Answer> answers, double probability, SplittableRandom random) {
        List<Answer> flipped = new ArrayList<>();
        for (Answer answer : answers) {
            flipped.add(
                    random.nextDouble() < probability
                            ? answer(other(((Labels) answer).best().label()))
                            : answer);
        }
        return flipped;
    }

    /** Two models: stable wrong with {@code error}; of what it has right the candidate loses a share, of the rest it gains one. */
    static Answers pair(GoldenSet set, double[] errorLossGain, long seed) {
        var random = new SplittableRandom(seed);
        List<Answer> stable = flipped(right(set), errorLossGain[0], random);
        List<Answer> candidate = answers(set, i -> {
            String label = set.texts().get(i).label();
            boolean wasRight = ((Labels) stable.get(i)).best().label().equals(label);
            boolean turns = random.nextDouble() < (wasRight ? errorLossGain[1] : errorLossGain[2]);
            return answer(wasRight == turns ? other(label) : label);
        });
        return new Answers(set, candidate, Optional.of(stable));
    }

    static Criteria drop(double most) {
        return new Criteria(
                OptionalDouble.empty(),
                OptionalDouble.of(most),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty(),
                0.95);
    }
}
