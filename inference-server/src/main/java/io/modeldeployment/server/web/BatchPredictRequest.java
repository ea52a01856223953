package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InferenceOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /batch_predict}.
 *
 * @param texts the texts; at least one
 * @param maxLength tokens each text is cut to, special tokens included
 * @param topK labels to answer with, classifiers only
 * @param truncate false to refuse the request when one of its texts is too long
 */
record BatchPredictRequest(
        @Nullable List<@Nullable String> texts,
        @Nullable Integer maxLength,
        @Nullable Integer topK,
        @Nullable Boolean truncate) {
    InferenceOptions options() {
        return new InferenceOptions(maxLength, topK, truncate);
    }
}
