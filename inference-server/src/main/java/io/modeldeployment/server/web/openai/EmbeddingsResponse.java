package io.modeldeployment.server.web.openai;

import java.util.List;

/**
 * The body that answers {@code POST /v1/embeddings}.
 *
 * @param object {@code list}
 * @param data one entry for each input, in their order
 * @param model the model's name
 * @param usage what it took
 */
record EmbeddingsResponse(String object, List<Item> data, String model, Usage usage) {
    /**
     * One input's vector.
     *
     * @param object {@code embedding}
     * @param index the input's index
     * @param embedding its vector
     */
    record Item(String object, int index, VectorFormat.Vector embedding) {}

    /**
     * What it took.
     *
     * @param promptTokens tokens the model read, special tokens included
     * @param totalTokens the same
     */
    record Usage(int promptTokens, int totalTokens) {}
}
