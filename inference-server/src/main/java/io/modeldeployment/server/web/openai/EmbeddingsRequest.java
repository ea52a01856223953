package io.modeldeployment.server.web.openai;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /v1/embeddings}.
 *
 * @param input a text, token ids, or a list of either
 * @param model the model's name; absent for the one that is here
 * @param encodingFormat {@code float} (the default) or {@code base64}
 * @param dimensions how many numbers of each vector to answer with
 * @param user whom OpenAI would hold responsible; not read
 * @param truncate true to have long texts cut, which OpenAI has not and refuses, as is done here by default
 */
record EmbeddingsRequest(
        @Nullable JsonNode input,
        @Nullable String model,
        @Nullable String encodingFormat,
        @Nullable Integer dimensions,
        @Nullable String user,
        @Nullable Boolean truncate) {}
