package io.modeldeployment.server.text;

import io.modeldeployment.server.backend.TokenIds;

/**
 * A tokenized text.
 *
 * @param tokens what the model gets
 * @param fullLength tokens the text has before it is cut, special tokens included
 */
public record EncodedText(TokenIds tokens, int fullLength) {
    /** Whether tokens were cut off. */
    public boolean truncated() {
        return fullLength > tokens.length();
    }
}
