package io.modeldeployment.operator.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ErrorStreakTest {
    private static final ErrorStreak START = ErrorStreak.start(ErrorStreak.USUAL_LIMIT);

    @Test
    void fiveErrorsInARowAbort() {
        ErrorStreak four = START.next(true).next(true).next(true).next(true);

        assertTrue(four.abort().isEmpty());
        assertEquals(
                "the last 5 answers of the candidate were all errors, 5 in a row abort",
                four.next(true).abort().orElseThrow());
    }

    @Test
    void oneGoodAnswerBreaksTheRow() {
        ErrorStreak streak = START;
        for (int i = 0; i < 20; i++) {
            streak = streak.next(true).next(true).next(true).next(true).next(false);
        }
        assertTrue(streak.abort().isEmpty());
    }

    @Test
    void blocksOfNothingButErrorsAddUp() {
        ErrorStreak two = START.next(new Block(40, 0, 2, 2)).next(new Block(40, 0, 0, 0));

        assertTrue(two.abort().isEmpty());
        assertTrue(two.next(new Block(40, 1, 3, 3)).abort().isPresent());
        assertTrue(START.next(new Block(40, 1, 500, 500)).abort().isPresent());
    }

    @Test
    void aBlockWithAnyOtherAnswerHidesItsOrder() {
        assertTrue(START.next(new Block(40, 0, 100, 99)).abort().isEmpty());
        assertTrue(START.next(new Block(40, 0, 4, 4))
                .next(new Block(40, 0, 2, 1))
                .next(new Block(40, 0, 4, 4))
                .abort()
                .isEmpty());
    }

    @Test
    void anOutageOfBothIsNotTheCandidates() {
        ErrorStreak streak = START.next(new Block(40, 40, 50, 50)).next(new Block(40, 20, 50, 50));
        assertTrue(streak.abort().isEmpty());

        assertTrue(streak.next(new Block(40, 2, 5, 5)).abort().isPresent());
    }

    @Test
    void withoutStableErrorsCountAllTheSame() {
        assertTrue(START.next(new Block(0, 0, 5, 5)).abort().isPresent());
    }

    @Test
    void limitsBelowOneAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> ErrorStreak.start(0));
    }
}
