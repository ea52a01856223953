package io.modeldeployment.server.text;

/** Turns text into tokens. Safe for use by several threads. */
public interface TextTokenizer extends AutoCloseable {
    /**
     * Tokenizes one text, with special tokens, and cuts it where it is too long.
     *
     * @param text the text; may be empty, must be valid UTF-16
     * @param maxTokens the most tokens to keep, special tokens included; at least {@link #specialTokens()}
     */
    EncodedText encode(String text, int maxTokens);

    /** How many special tokens every text gets. */
    int specialTokens();

    @Override
    void close();
}
