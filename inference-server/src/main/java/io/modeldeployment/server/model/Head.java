package io.modeldeployment.server.model;

import java.util.List;

/** What a model computes from its hidden states. */
public sealed interface Head {
    /**
     * Class logits.
     *
     * @param labels the label names by class index, at least two
     */
    record Classifier(List<String> labels) implements Head {
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
