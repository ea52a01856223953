package io.modeldeployment.server.backend;

import java.util.Arrays;

/** The tokens of one text as the model reads them. */
public final class TokenIds {
    private final long[] ids;
    private final long[] types;

    /**
     * @param ids vocabulary ids, special tokens included, at least one
     * @param types token type ids, as many as {@code ids}
     */
    public TokenIds(long[] ids, long[] types) {
        if (ids.length == 0 || ids.length != types.length) {
            throw new IllegalArgumentException(ids.length + " ids with " + types.length + " types");
        }
        this.ids = ids.clone();
        this.types = types.clone();
    }

    /** Tokens of type 0. */
    public static TokenIds of(long... ids) {
        return new TokenIds(ids, new long[ids.length]);
    }

    /** Number of tokens, at least 1. */
    public int length() {
        return ids.length;
    }

    /** A copy of the vocabulary ids. */
    public long[] ids() {
        return ids.clone();
    }

    /** A copy of the token type ids. */
    public long[] types() {
        return types.clone();
    }

    void copyIds(long[] target, int at) {
        System.arraycopy(ids, 0, target, at, ids.length);
    }

    void copyTypes(long[] target, int at) {
        System.arraycopy(types, 0, target, at, types.length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenIds that && Arrays.equals(ids, that.ids) && Arrays.equals(types, that.types);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return Arrays.toString(ids);
    }
}
