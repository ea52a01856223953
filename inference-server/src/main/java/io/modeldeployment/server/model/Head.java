package io.modeldeployment.server.model;

import io.modeldeployment.server.scoring.Scoring;
import java.util.List;

/** What a model computes from its hidden states. */
public sealed interface Head {
    /**
     * Class logits.
     *
     * @param labels the label names by class index, at least one
     * @param scoring how logits become scores
     */
    record Classifier(List<String> labels, Scoring scoring) implements Head {
        public Classifier {
            labels = List.copyOf(labels);
        }
    }

    /**
     * One vector a text.
     *
     * @param pooling how tokens are pooled
     * @param normalize whether the vector is scaled to length 1
     */
    record Embedding(Pooling pooling, boolean normalize) implements Head {}
}
