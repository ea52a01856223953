package io.modeldeployment.server.inference;

import io.modeldeployment.server.text.EncodedText;
import java.util.List;

/**
 * What the tokenizer made of those texts of a request that the model is to read.
 *
 * @param encoded one for each such text, at least one, in the request's order
 */
public record Tokenized(List<EncodedText> encoded) {
    /** Tokens the model gets. */
    public int tokens() {
        return encoded.stream().mapToInt(text -> text.tokens().length()).sum();
    }
}
