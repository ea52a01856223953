package io.modeldeployment.server.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairLengthsTest {
    /** What the Hugging Face library keeps with {@code longest_first}, computed by hand from its source. */
    @ParameterizedTest(name = "{0} and {1} within {2}: {3} and {4}")
    @CsvSource({
        "3, 4, 7, 3, 4",
        "0, 0, 0, 0, 0",
        "2, 9, 7, 2, 5",
        "9, 2, 7, 5, 2",
        "9, 3, 7, 4, 3",
        "4, 9, 7, 3, 4",
        "9, 4, 7, 4, 3",
        "5, 5, 7, 3, 4",
        "5, 5, 8, 4, 4",
        "9, 8, 7, 4, 3",
        "8, 9, 7, 3, 4",
        "1, 9, 1, 0, 1",
        "9, 1, 1, 1, 0",
        "3, 3, 0, 0, 0",
        "0, 9, 4, 0, 4"
    })
    void keepsWhatTheLibraryKeeps(int first, int second, int limit, int keptFirst, int keptSecond) {
        assertEquals(new PairLengths(keptFirst, keptSecond), new PairLengths(first, second).within(limit));
    }
}
