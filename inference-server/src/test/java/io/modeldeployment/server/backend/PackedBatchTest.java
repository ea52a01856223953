package io.modeldeployment.server.backend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PackedBatchTest {
    @Test
    void sortsByLengthAndJoinsEqualLengths() {
        PackedBatch batch = PackedBatch.of(List.of(TokenIds.of(7, 8, 9), TokenIds.of(1), TokenIds.of(4, 5, 6)), 2, 1);

        assertEquals(7, batch.rowCount());
        assertArrayEquals(new long[] {1, 1, 2, 3}, batch.runs());
        assertArrayEquals(new int[] {1, 0, 2}, batch.order());
        assertArrayEquals(new long[] {1, 7, 8, 9, 4, 5, 6, 2, 2, 3, 4, 2, 3, 4, 0, 0, 0, 0, 0, 0, 0}, batch.tokens());
    }

    @Test
    void losesNothingAndInventsNothing() {
        for (int seed = 0; seed < 200; seed++) {
            checkBatch(seed);
        }
    }

    private static void checkBatch(int seed) {
        Random random = new Random(seed);
        List<TokenIds> texts = IntStream.range(0, 1 + random.nextInt(40))
                .mapToObj(i -> text(random))
                .toList();
        int first = random.nextInt(3);
        int multiple = 1 + random.nextInt(20);

        PackedBatch batch = PackedBatch.of(texts, first, multiple);

        assertArrayEquals(
                IntStream.range(0, texts.size()).toArray(),
                Arrays.stream(batch.order()).sorted().toArray(),
                "seed " + seed);
        int total = texts.stream().mapToInt(TokenIds::length).sum();
        assertEquals(0, batch.rowCount() % multiple);
        assertTrue(batch.rowCount() >= total && batch.rowCount() - total < multiple);
        checkRuns(batch, total);
        checkTokens(batch, texts, first);
    }

    private static TokenIds text(Random random) {
        int length = 1 + random.nextInt(12);
        return new TokenIds(
                random.longs(length, 0, 1000).toArray(),
                random.longs(length, 0, 2).toArray());
    }

    private static void checkRuns(PackedBatch batch, int total) {
        long[] runs = batch.runs();
        long tokens = 0;
        for (int i = 0; i < runs.length; i += 2) {
            tokens += runs[i] * runs[i + 1];
            assertTrue(i == 0 || runs[i + 1] > runs[i - 1], "lengths rise from run to run");
        }
        assertEquals(total, tokens);
    }

    private static void checkTokens(PackedBatch batch, List<TokenIds> texts, int first) {
        int total = batch.rowCount();
        int at = 0;
        for (int index : batch.order()) {
            TokenIds text = texts.get(index);
            int end = at + text.length();
            assertArrayEquals(text.ids(), Arrays.copyOfRange(batch.tokens(), at, end));
            assertArrayEquals(
                    LongStream.range(first, first + text.length()).toArray(),
                    Arrays.copyOfRange(batch.tokens(), total + at, total + end));
            assertArrayEquals(text.types(), Arrays.copyOfRange(batch.tokens(), 2 * total + at, 2 * total + end));
            at = end;
        }
        for (int row = 0; row < 3; row++) {
            long filling = row == 1 ? first : 0;
            long[] rest = Arrays.copyOfRange(batch.tokens(), row * total + at, (row + 1) * total);
            assertTrue(
                    Arrays.stream(rest).allMatch(value -> value == filling), "the filling is the first token's place");
        }
    }

    @Test
    void refusesNothingToPack() {
        assertThrows(IllegalArgumentException.class, () -> PackedBatch.of(List.of(), 0, 1));
    }
}
