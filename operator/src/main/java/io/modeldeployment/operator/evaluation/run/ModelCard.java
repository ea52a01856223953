package io.modeldeployment.operator.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What a server says of its model at {@code /info}.
 *
 * @param labels all labels that it may give; none for an embedding model
 * @param maxTexts texts that it takes in one request
 */
record ModelCard(List<String> labels, int maxTexts) {
    private static final int USUAL_MAX_TEXTS = 128;

    static ModelCard of(JsonNode info) {
        List<String> labels = new ArrayList<>();
        info.path("labels").forEach(label -> labels.add(label.asText()));
        return new ModelCard(labels, Math.max(1, info.path("max_texts").asInt(USUAL_MAX_TEXTS)));
    }
}
