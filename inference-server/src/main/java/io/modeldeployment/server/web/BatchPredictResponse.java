package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.scoring.LabelScore;
import java.util.List;
import java.util.stream.IntStream;

/** The body that answers {@code POST /batch_predict}. */
sealed interface BatchPredictResponse {
    /**
     * A classifier's answers, in the order of the texts.
     *
     * @param processingTime seconds for all of them
     */
    record Classified(List<ClassifiedText> predictions, double processingTime) implements BatchPredictResponse {}

    /**
     * An embedding model's answers, in the order of the texts.
     *
     * @param processingTime seconds for all of them
     */
    record Embedded(List<EmbeddedText> embeddings, double processingTime) implements BatchPredictResponse {}

    /** The labels of the text at that index of the request. */
    record ClassifiedText(int textIndex, List<LabelScore> predictions, boolean truncated, boolean fromCache) {}

    /** The vector of the text at that index of the request. */
    @SuppressWarnings("ArrayRecordComponent")
    record EmbeddedText(int textIndex, float[] embedding, boolean truncated, boolean fromCache) {}

    /** Wraps at least one answer, all of one kind, that took so many seconds. */
    static BatchPredictResponse of(List<Answer> answers, double seconds) {
        return answers.getFirst() instanceof Answer.Classification
                ? new Classified(
                        IntStream.range(0, answers.size())
                                .mapToObj(i -> classified(i, (Answer.Classification) answers.get(i)))
                                .toList(),
                        seconds)
                : new Embedded(
                        IntStream.range(0, answers.size())
                                .mapToObj(i -> embedded(i, (Answer.Embedding) answers.get(i)))
                                .toList(),
                        seconds);
    }

    private static ClassifiedText classified(int index, Answer.Classification answer) {
        return new ClassifiedText(index, answer.labels(), answer.truncated(), answer.fromCache());
    }

    private static EmbeddedText embedded(int index, Answer.Embedding answer) {
        return new EmbeddedText(index, answer.vector(), answer.truncated(), answer.fromCache());
    }
}
