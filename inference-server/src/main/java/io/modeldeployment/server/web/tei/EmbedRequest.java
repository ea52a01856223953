package io.modeldeployment.server.web.tei;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /embed}.
 *
 * @param inputs a text, token ids, or a list of either
 * @param normalize false for vectors as the model computes them; else they have length 1
 * @param truncate false to refuse texts that are too long; else they are cut
 * @param dimensions how many numbers of each vector to answer with
 */
record EmbedRequest(
        @Nullable JsonNode inputs,
        @Nullable Boolean normalize,
        @Nullable Boolean truncate,
        @Nullable Integer dimensions) {}
