package io.modeldeployment.server.model;

import io.modeldeployment.server.scoring.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a classifier was trained for: the {@code problem_type} of a Hugging Face configuration. */
public enum ProblemType {
    SINGLE_LABEL_CLASSIFICATION,
    MULTI_LABEL_CLASSIFICATION,
    REGRESSION;

    static Optional<ProblemType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.label().equals(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(ProblemType::label).toList();
    }

    private String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How logits become scores; the rules are those of the transformers text-classification pipeline, where one output alone is
     * always a probability of its own unless it is a regression's.
     *
     * @param type what the configuration says
     * @param outputs numbers the classifier puts out, at least 1
     */
    static Scoring scoring(Optional<ProblemType> type, int outputs) {
        return switch (type.orElse(SINGLE_LABEL_CLASSIFICATION)) {
            case REGRESSION -> Scoring.IDENTITY;
            case MULTI_LABEL_CLASSIFICATION -> Scoring.SIGMOID;
            case SINGLE_LABEL_CLASSIFICATION -> outputs == 1 ? Scoring.SIGMOID : Scoring.SOFTMAX;
        };
    }
}
