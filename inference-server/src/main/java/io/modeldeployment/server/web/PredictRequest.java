package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InferenceOptions;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /predict}.
 *
 * @param text the text; needed
 * @param maxLength tokens the text is cut to, special tokens included
 * @param topK labels to answer with, classifiers only
 * @param truncate false to refuse a text that is too long
 */
record PredictRequest(
        @Nullable String text,
        @Nullable Integer maxLength,
        @Nullable Integer topK,
        @Nullable Boolean truncate) {
    InferenceOptions options() {
        return new InferenceOptions(maxLength, topK, truncate);
    }
}
