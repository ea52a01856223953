package io.modeldeployment.server.web.tei;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /rerank}.
 *
 * @param query what is searched for
 * @param texts the texts to rank
 * @param rawScores true for scores as the model computes them, else they lie between 0 and 1
 * @param returnText true to have each text in the answer too
 * @param truncate false to refuse pairs that are too long; else the longer text of a pair is cut
 */
record RerankRequest(
        @Nullable String query,
        @Nullable List<@Nullable String> texts,
        @Nullable Boolean rawScores,
        @Nullable Boolean returnText,
        @Nullable Boolean truncate) {}
