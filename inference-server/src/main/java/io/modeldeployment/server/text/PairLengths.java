package io.modeldeployment.server.text;

/**
 * How many tokens of each text of a pair are kept, special tokens not counted.
 *
 * @param first tokens of the first text
 * @param second tokens of the second text
 */
record PairLengths(int first, int second) {
    /**
     * Cuts as the Hugging Face tokenizers library does with {@code longest_first}
     * (<a href="https://github.com/huggingface/tokenizers/blob/main/tokenizers/src/utils/truncation.rs">truncation.rs</a>): only
     * the longer text loses tokens, as long as what is left of it is the longer one; else each gets half, and an odd token goes
     * to the one that was longer (the second, where they were equal).
     *
     * @param limit the most tokens of both together, 0 or more
     */
    PairLengths within(int limit) {
        if (first + second <= limit) {
            return this;
        }
        int shorter = Math.min(first, second);
        int longer = Math.max(shorter, limit - shorter);
        if (shorter + longer > limit) {
            shorter = limit / 2;
            longer = limit - shorter;
        }
        return first > second ? new PairLengths(longer, shorter) : new PairLengths(shorter, longer);
    }
}
