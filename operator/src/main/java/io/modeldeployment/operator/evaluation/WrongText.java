package io.modeldeployment.operator.evaluation;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A text that the candidate labels wrongly.
 *
 * @param text the text
 * @param answer what the candidate answered
 * @param stable the label that stable gave it
 */
public record WrongText(GoldenText text, Answer answer, Optional<String> stable) {
    /** First what has no answer, then what stable had right; within each what the candidate was surest of. */
    private static final Comparator<WrongText> WORST_FIRST = Comparator.comparing(WrongText::isBroken)
            .thenComparing(WrongText::stableWasRight)
            .thenComparing(WrongText::score)
            .reversed()
            .thenComparing(wrong -> wrong.text().line());

    /** All of them, the worst first. */
    static Stream<WrongText> of(Answers answers) {
        List<Answer> candidate = answers.candidate();
        return answers.asked()
                .filter(i -> !answers.isRight(candidate, i))
                .mapToObj(i -> new WrongText(
                        answers.set().texts().get(i),
                        candidate.get(i),
                        answers.stable().flatMap(stable -> Answers.label(stable, i))))
                .sorted(WORST_FIRST);
    }

    boolean isBroken() {
        return answer instanceof Answer.Broken;
    }

    private boolean stableWasRight() {
        return stable.filter(text.label()::equals).isPresent();
    }

    private double score() {
        return answer instanceof Answer.Labels labels ? labels.best().score() : 0;
    }
}
