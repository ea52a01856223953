package io.modeldeployment.operator.verdict;

import java.util.Optional;

/**
 * Errors of the candidate in a row, which abort without waiting for statistics.
 *
 * <p>Counters don't show the order of answers, so that blocks are seen as a whole: only one in which every answer was an error
 * adds to the row. A row within a block that has any other answer is not seen. A block in which half of stable's answers or
 * more are errors too says nothing about the candidate.
 *
 * @param limit as many in a row abort, from 1
 * @param errors in a row so far
 */
public record ErrorStreak(int limit, long errors) {
    /** The limit where none is set. */
    public static final int USUAL_LIMIT = 5;

    /** @throws IllegalArgumentException if the limit is below 1 or the count below 0 */
    public ErrorStreak {
        if (limit < 1 || errors < 0) {
            throw new IllegalArgumentException(
                    "a limit from 1 and a count from 0, not %d and %d".formatted(limit, errors));
        }
    }

    /** Before the first answer. */
    public static ErrorStreak start(int limit) {
        return new ErrorStreak(limit, 0);
    }

    /** After one more answer of the candidate, where answers are seen one by one. */
    public ErrorStreak next(boolean error) {
        return new ErrorStreak(limit, error ? errors + 1 : 0);
    }

    /** After one more block of errors. */
    public ErrorStreak next(Block block) {
        boolean stableToo = block.stableRequests() > 0 && 2 * block.stableEvents() >= block.stableRequests();
        if (block.candidateRequests() == 0 || stableToo) {
            return this;
        }
        boolean allErrors = block.candidateEvents() == block.candidateRequests();
        return new ErrorStreak(limit, allErrors ? Math.min(Block.MOST, errors + block.candidateEvents()) : 0);
    }

    /** Why to abort at once, if so. */
    public Optional<String> abort() {
        return errors >= limit
                ? Optional.of("the last %d answers of the candidate were all errors, %d in a row abort"
                        .formatted(errors, limit))
                : Optional.empty();
    }
}
