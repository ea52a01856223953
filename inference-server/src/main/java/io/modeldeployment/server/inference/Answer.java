package io.modeldeployment.server.inference;

import io.modeldeployment.server.scoring.LabelScore;
import java.util.List;

/**
 * What the model says on one input.
 *
 * <p>The numbers stay in an array, since boxing them would cost more than writing them out; nobody may change it.
 */
public sealed interface Answer {
    /** Tokens the model read, special tokens included. */
    int tokens();

    /** Whether the input was cut before the model read it. */
    boolean truncated();

    /** Whether the model had read this input before, and its output was kept. */
    boolean fromCache();

    /**
     * The answer of a classifier.
     *
     * @param labels the labels of the highest scores, best first
     * @param logits one finite number a label, by class index
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Classification(List<LabelScore> labels, float[] logits, int tokens, boolean truncated, boolean fromCache)
            implements Answer {
        public Classification {
            labels = List.copyOf(labels);
        }
    }

    /**
     * The answer of an embedding model.
     *
     * @param vector as many finite numbers as the model is wide
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Embedding(float[] vector, int tokens, boolean truncated, boolean fromCache) implements Answer {}
}
