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

    /**
     * Tokenizes two texts that the model reads together, with special tokens and the token types that tell them apart, and cuts
     * the longer one where they are too long ({@code longest_first}, see {@link PairLengths}).
     *
     * @param first the first text; may be empty, must be valid UTF-16
     * @param second the second text, likewise
     * @param maxTokens the most tokens to keep, special tokens included; where that is less than a pair has special tokens, those
     *     alone are kept
     */
    EncodedText encodePair(String first, String second, int maxTokens);

    /** How many special tokens every text gets. */
    int specialTokens();

    @Override
    void close();
}
