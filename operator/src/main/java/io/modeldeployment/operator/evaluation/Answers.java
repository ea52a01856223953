package io.modeldeployment.operator.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * What both revisions answered to a golden set, in the order of its texts.
 *
 * @param candidate the candidate's answers
 * @param stable those of the stable revision; empty where there is none
 */
public record Answers(GoldenSet set, List<Answer> candidate, Optional<List<Answer>> stable) {
    /** @throws IllegalArgumentException unless there is an answer for each text */
    public Answers {
        candidate = List.copyOf(candidate);
        stable = stable.map(List::copyOf);
        if (candidate.size() != set.texts().size()
                || stable.filter(answers -> answers.size() != set.texts().size())
                        .isPresent()) {
            throw new IllegalArgumentException("write an answer for each text: Broken or NotAsked where there is none");
        }
    }

    /** Indices of the texts that every revision was asked. */
    IntStream asked() {
        return IntStream.range(0, candidate.size())
                .filter(i -> !(candidate.get(i) instanceof Answer.NotAsked))
                .filter(i -> stable.filter(answers -> answers.get(i) instanceof Answer.NotAsked)
                        .isEmpty());
    }

    int count(IntPredicate property) {
        return (int) asked().filter(property).count();
    }

    /** Whether the label that is best in {@code arm} is the right one. */
    boolean isRight(List<Answer> arm, int index) {
        return label(arm, index)
                .filter(label -> label.equals(set.texts().get(index).label()))
                .isPresent();
    }

    static Optional<String> label(List<Answer> arm, int index) {
        return arm.get(index) instanceof Answer.Labels labels
                ? Optional.of(labels.best().label())
                : Optional.empty();
    }

    static boolean isBroken(List<Answer> arm, int index) {
        return arm.get(index) instanceof Answer.Broken;
    }
}
