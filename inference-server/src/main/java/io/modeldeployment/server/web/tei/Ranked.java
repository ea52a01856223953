package io.modeldeployment.server.web.tei;

import org.jspecify.annotations.Nullable;

/**
 * One text in the answer of {@code POST /rerank}, which has the best first.
 *
 * @param index the text's index in the request
 * @param text the text, null unless the request asked for it
 * @param score how well it fits the query
 */
record Ranked(int index, @Nullable String text, float score) {}
