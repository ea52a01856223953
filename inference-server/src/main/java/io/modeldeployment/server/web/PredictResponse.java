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
    @SuppressWarnings("ArrayRecordComponent")
    record Embedded(float[] embedding, double processingTime, boolean truncated, boolean fromCache)
            implements PredictResponse {}

    /** Wraps an answer that took so many seconds. */
    static PredictResponse of(Answer answer, double seconds) {
        return switch (answer) {
            case Answer.Classification said ->
                new Classified(said.labels(), seconds, said.truncated(), said.fromCache());
            case Answer.Embedding said -> new Embedded(said.vector(), seconds, said.truncated(), said.fromCache());
        };
    }
}
