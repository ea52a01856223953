package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.scoring.LabelScore;
import java.util.List;

/** The body that answers {@code POST /predict}. */
sealed interface PredictResponse {
    /**
     * A classifier's answer.
     *
     * @param predictions labels, best first
     * @param processingTime seconds
     * @param truncated whether the text was cut
     * @param fromCache whether it was computed before
     */
    record Classified(List<LabelScore> predictions, double processingTime, boolean truncated, boolean fromCache)
            implements PredictResponse {}

    /**
     * An embedding model's answer.
     *
     * @param embedding the text's vector
     * @param processingTime seconds
     * @param truncated whether the text was cut
     * @param fromCache whether it was computed before
     */
    record Embedded(List<Float> embedding, double processingTime, boolean truncated, boolean fromCache)
            implements PredictResponse {}

    /** Wraps an answer that took so many seconds. */
    static PredictResponse of(Answer answer, double seconds) {
        return switch (answer) {
            case Answer.Classification(List<LabelScore> labels, boolean truncated, boolean fromCache) ->
                new Classified(labels, seconds, truncated, fromCache);
            case Answer.Embedding(List<Float> vector, boolean truncated, boolean fromCache) ->
                new Embedded(vector, seconds, truncated, fromCache);
        };
    }
}
