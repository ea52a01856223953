package io.modeldeployment.server.inference;

/** One thing a model is asked about; it answers each with one row of numbers. */
public sealed interface ModelInput {
    /** A text, to be tokenized with the special tokens of a single one. */
    record Text(String text) implements ModelInput {}

    /**
     * Two texts that the model reads together, as a cross-encoder does.
     *
     * @param first the query, or the premise
     * @param second the passage, or the hypothesis
     */
    record Pair(String first, String second) implements ModelInput {}

    /**
     * A text that its sender tokenized.
     *
     * @param ids ids of the model's own vocabulary, special tokens included; read as they are
     */
    @SuppressWarnings("ArrayRecordComponent")
    record Tokens(long[] ids) implements ModelInput {}
}
