package io.modeldeployment.operator.evaluation;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Guesses from the wrong labels what was done wrong when the model was built. */
final class Diagnosis {
    private static final int LEAST_TEXTS = 5;
    private static final double MOSTLY = 0.6;
    private static final double NEARLY_ALWAYS = 0.95;

    private final List<String> expected;
    private final List<String> given;

    private Diagnosis(List<String> expected, List<String> given) {
        this.expected = expected;
        this.given = given;
    }

    /** What the candidate's labels look like, in a sentence; empty if like nothing known. */
    static Optional<String> of(Answers answers) {
        List<Integer> labelled = answers.asked()
                .filter(i -> Answers.label(answers.candidate(), i).isPresent())
                .boxed()
                .toList();
        if (labelled.isEmpty()) {
            return Optional.empty();
        }
        var diagnosis = new Diagnosis(
                labelled.stream().map(i -> answers.set().texts().get(i).label()).toList(),
                labelled.stream()
                        .map(i -> Answers.label(answers.candidate(), i).orElseThrow())
                        .toList());
        return diagnosis.exchanged().or(diagnosis::constant).or(diagnosis::guessed);
    }

    /** Most texts of some labels get another one of them, each its own. */
    private Optional<String> exchanged() {
        Map<String, String> mostly = new TreeMap<>();
        for (String label : new TreeSet<>(expected)) {
            List<String> gets = IntStream.range(0, expected.size())
                    .filter(i -> expected.get(i).equals(label))
                    .mapToObj(given::get)
                    .toList();
            var most = mostFrequent(gets);
            if (gets.size() >= LEAST_TEXTS
                    && most.getValue() >= MOSTLY * gets.size()
                    && !most.getKey().equals(label)) {
                mostly.put(label, most.getKey());
            }
        }
        boolean isCircle = mostly.size() >= 2 && mostly.keySet().equals(new HashSet<>(mostly.values()));
        return isCircle
                ? Optional.of(
                        "the labels look exchanged (%s): compare id2label in the candidate's config.json with that of stable"
                                .formatted(mostly.entrySet().stream()
                                        .map(entry -> "'%s' gets '%s'".formatted(entry.getKey(), entry.getValue()))
                                        .collect(Collectors.joining(", "))))
                : Optional.empty();
    }

    private Optional<String> constant() {
        var most = mostFrequent(given);
        boolean always = most.getValue() >= NEARLY_ALWAYS * given.size()
                && counts(expected).getOrDefault(most.getKey(), 0L) < NEARLY_ALWAYS * most.getValue();
        return always
                ? Optional.of("it gives '%s' to %d of %d texts: do weights, tokenizer and config.json belong together?"
                        .formatted(most.getKey(), most.getValue(), given.size()))
                : Optional.empty();
    }

    private Optional<String> guessed() {
        var most = mostFrequent(expected);
        long right = IntStream.range(0, expected.size())
                .filter(i -> expected.get(i).equals(given.get(i)))
                .count();
        return right <= most.getValue()
                ? Optional.of("it is no better than always saying '%s': do weights and tokenizer belong together?"
                        .formatted(most.getKey()))
                : Optional.empty();
    }

    private static Map<String, Long> counts(List<String> labels) {
        return labels.stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    }

    private static Map.Entry<String, Long> mostFrequent(List<String> labels) {
        return counts(labels).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .orElseThrow();
    }
}
