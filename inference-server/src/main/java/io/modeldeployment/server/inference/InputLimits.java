package io.modeldeployment.server.inference;

/**
 * The bounds on a request that the server's owner sets.
 *
 * @param maxTokens tokens of one text, special tokens included; never above the model's own limit
 * @param maxCharacters UTF-16 units of one text
 * @param maxTexts texts of one request
 * @param defaultTopK labels to answer with when the request does not say
 * @param rules what is done to every text
 */
public record InputLimits(int maxTokens, int maxCharacters, int maxTexts, int defaultTopK, TextRules rules) {
    /** The same without rules on texts. */
    public InputLimits(int maxTokens, int maxCharacters, int maxTexts, int defaultTopK) {
        this(maxTokens, maxCharacters, maxTexts, defaultTopK, TextRules.NONE);
    }
}
