package io.modeldeployment.server.inference;

import io.modeldeployment.server.scoring.LabelScore;
import java.util.List;

/** What the model says on one text. */
public sealed interface Answer {
    /** Whether the text was cut before the model read it. */
    boolean truncated();

    /** Whether the model had read this text before, and its output was kept. */
    boolean fromCache();

    /**
     * The answer of a classifier.
     *
     * @param labels the labels of the highest scores, best first
     */
    record Classification(List<LabelScore> labels, boolean truncated, boolean fromCache) implements Answer {
        public Classification {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The answer of an embedding model.
     *
     * @param vector as many finite numbers as the model is wide
     */
    record Embedding(List<Float> vector, boolean truncated, boolean fromCache) implements Answer {
        public Embedding {
            vector = List.copyOf(vector);
        }
    }
}
