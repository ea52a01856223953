package io.modeldeployment.operator.evaluation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Whether models and golden set speak of the same labels, before anything is asked. */
public final class LabelCheck {
    private static final int LABELS_SAID = 10;
    private static final double ANY_DROP = 1;

    private LabelCheck() {}

    /** What keeps the candidate from being held against {@code set}, and what to write instead; empty if nothing does. */
    public static Optional<String> ofCandidate(GoldenSet set, List<String> labels) {
        if (labels.isEmpty()) {
            return Optional.of("the candidate has no labels: evaluation is for classifiers, leave spec.evaluation out");
        }
        if (labels.size() == 1) {
            return Optional.of(
                    "the candidate has one output only, so that every text gets the label '%s': evaluation needs a "
                                    .formatted(shown(labels.getFirst()))
                            + "classifier of two labels or more, leave spec.evaluation out");
        }
        return unknown(set, labels).map(text -> {
            String said =
                    "line %d of the golden set has the label '%s', which the candidate does not know: its labels are %s"
                            .formatted(text.line(), shown(text.label()), shown(labels));
            if (labels.stream().allMatch(label -> label.matches("LABEL_\\d+"))) {
                return said
                        + "; write the names as id2label into the model's config.json, or these into the golden set";
            }
            return said
                    + similar(text.label(), labels)
                            .map("; did you mean '%s'?"::formatted)
                            .orElse("; write one of these, or leave such texts out");
        });
    }

    /** The same for stable, whose accuracy says nothing about texts whose labels it cannot give. */
    public static Optional<String> ofStable(GoldenSet set, List<String> labels, Criteria criteria) {
        boolean isCompared = !criteria.maxAccuracyDrop().equals(OptionalDouble.of(ANY_DROP))
                || criteria.minAgreement().isPresent()
                || criteria.maxProbabilityDistance().isPresent();
        return isCompared
                ? unknown(set, labels)
                        .map(text ->
                                ("line %d of the golden set has the label '%s', which the stable revision does not know "
                                                + "(%s), so that the two cannot be compared: for this rollout set maxAccuracyDrop: 1 and "
                                                + "minAccuracy, and leave minAgreement and maxProbabilityDistance out")
                                        .formatted(text.line(), shown(text.label()), shown(labels)))
                : Optional.empty();
    }

    private static Optional<GoldenText> unknown(GoldenSet set, List<String> labels) {
        return set.texts().stream()
                .filter(text -> !labels.contains(text.label()))
                .findFirst();
    }

    private static Optional<String> similar(String label, List<String> labels) {
        return labels.stream()
                .filter(known -> known.strip().equalsIgnoreCase(label.strip()))
                .findFirst();
    }

    private static String shown(List<String> labels) {
        String said = labels.stream()
                .limit(LABELS_SAID)
                .map(LabelCheck::shown)
                .reduce((one, other) -> one + ", " + other)
                .orElse("none");
        return labels.size() > LABELS_SAID ? said + " and %d more".formatted(labels.size() - LABELS_SAID) : said;
    }

    private static String shown(String label) {
        return GoldenSetParser.shortened(label, 60);
    }
}
