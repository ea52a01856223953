package io.modeldeployment.operator.evaluation.run;

import java.util.ArrayList;
import java.util.List;

/**
 * Texts that are asked in one request: those of the set from one index up to another.
 *
 * @param from the first
 * @param to the one after the last
 */
record Chunk(int from, int to) {
    static List<Chunk> of(int from, int to, int size) {
        List<Chunk> chunks = new ArrayList<>();
        for (int start = from; start < to; start += size) {
            chunks.add(new Chunk(start, Math.min(to, start + size)));
        }
        return chunks;
    }

    int size() {
        return to - from;
    }

    /** Two of half the size, to find the text that spoils the others. */
    List<Chunk> halves() {
        int middle = from + size() / 2;
        return List.of(new Chunk(from, middle), new Chunk(middle, to));
    }
}
