package io.modeldeployment.server.inference;

import io.modeldeployment.server.text.EncodedText;
import java.util.List;

/**
 * A request's texts and what the tokenizer made of them.
 *
 * @param texts as they came, at least one
 * @param encoded one for each text, in the same order
 * @param maxTokens tokens after which a text was cut
 */
public record Tokenized(List<String> texts, List<EncodedText> encoded, int maxTokens) {
    /** Characters of all texts, in UTF-16 units. */
    public int characters() {
        return texts.stream().mapToInt(String::length).sum();
    }

    /** Tokens the model gets. */
    public int tokens() {
        return encoded.stream().mapToInt(text -> text.tokens().length()).sum();
    }

    /** Texts that were cut. */
    public long truncated() {
        return encoded.stream().filter(EncodedText::truncated).count();
    }
}
