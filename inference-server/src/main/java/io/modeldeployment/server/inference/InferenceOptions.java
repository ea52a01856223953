package io.modeldeployment.server.inference;

import org.jspecify.annotations.Nullable;

/**
 * What a request may choose.
 *
 * @param maxLength tokens a text is cut to, special tokens included; null for the model's limit
 * @param topK labels to answer with; null for the server's default
 * @param truncate whether a longer text is cut (null or true) or refused (false)
 */
public record InferenceOptions(
        @Nullable Integer maxLength,
        @Nullable Integer topK,
        @Nullable Boolean truncate) {
    boolean refusesLongTexts() {
        return Boolean.FALSE.equals(truncate);
    }
}
