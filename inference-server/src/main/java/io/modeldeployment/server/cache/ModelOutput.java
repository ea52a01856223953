package io.modeldeployment.server.cache;

import java.util.Arrays;

/** What the model put out for one text, before scoring: all that an answer is made of, whatever labels a request asks for. */
public final class ModelOutput {
    private final float[] row;
    private final int fullTokens;

    /**
     * @param row finite numbers: logits, or the embedding
     * @param fullTokens tokens of the text before it was cut, special tokens included
     */
    public ModelOutput(float[] row, int fullTokens) {
        this.row = row.clone();
        this.fullTokens = fullTokens;
    }

    /** A copy of the numbers. */
    public float[] row() {
        return row.clone();
    }

    /** How many numbers there are. */
    public int size() {
        return row.length;
    }

    /** Tokens of the text before it was cut, special tokens included. */
    public int fullTokens() {
        return fullTokens;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ModelOutput that && fullTokens == that.fullTokens && Arrays.equals(row, that.row);
    }

    @Override
    public int hashCode() {
        return 31 * fullTokens + Arrays.hashCode(row);
    }

    @Override
    public String toString() {
        return row.length + " numbers from " + fullTokens + " tokens";
    }
}
