package io.modeldeployment.server.backend;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Texts laid end to end without padding, shortest first, so that texts of equal length form runs that attention takes at once.
 */
public final class PackedBatch {
    private final int rowCount;
    private final long[] tokens;
    private final long[] runs;
    private final int[] order;

    private PackedBatch(int rowCount, long[] tokens, long[] runs, int[] order) {
        this.rowCount = rowCount;
        this.tokens = tokens;
        this.runs = runs;
        this.order = order;
    }

    /**
     * Packs texts.
     *
     * @param texts at least one
     * @param firstPosition the position id of each text's first token
     * @param multiple the rows are filled up to a multiple of so many
     */
    public static PackedBatch of(List<TokenIds> texts, int firstPosition, int multiple) {
        if (texts.isEmpty()) {
            throw new IllegalArgumentException("nothing to pack");
        }
        int[] order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(index -> texts.get(index).length()))
                .mapToInt(Integer::intValue)
                .toArray();
        int total = Math.ceilDiv(texts.stream().mapToInt(TokenIds::length).sum(), multiple) * multiple;
        long[] tokens = new long[3 * total];
        List<Long> runs = new ArrayList<>();
        int at = 0;
        for (int index : order) {
            TokenIds text = texts.get(index);
            text.copyIds(tokens, at);
            text.copyTypes(tokens, 2 * total + at);
            for (int i = 0; i < text.length(); i++) {
                tokens[total + at + i] = (long) firstPosition + i;
            }
            at += text.length();
            addToRuns(runs, text.length());
        }
        Arrays.fill(tokens, total + at, 2 * total, firstPosition);
        return new PackedBatch(
                total, tokens, runs.stream().mapToLong(Long::longValue).toArray(), order);
    }

    private static void addToRuns(List<Long> runs, long length) {
        if (!runs.isEmpty() && runs.getLast() == length) {
            runs.set(runs.size() - 2, runs.get(runs.size() - 2) + 1);
        } else {
            runs.add(1L);
            runs.add(length);
        }
    }

    /** Tokens of all texts together, and the filling after them. */
    public int rowCount() {
        return rowCount;
    }

    /** Three rows of {@link #rowCount()} numbers: ids, positions, types. */
    public long[] tokens() {
        return tokens.clone();
    }

    /** Pairs of (number of texts, tokens of each of them), in the order of the tokens. */
    public long[] runs() {
        return runs.clone();
    }

    /** For each row of the result the index of its text in the list that was packed. */
    public int[] order() {
        return order.clone();
    }
}
