package io.modeldeployment.operator.verdict;

/**
 * What is remembered of earlier blocks to guess the next one's rates: the latest quarter or so of the requests, and a thousand
 * of the candidate's at least, so that harm that comes late is learnt before long.
 *
 * @param stableRequests requests of stable, older ones counting less
 * @param stableEvents those of them with the event
 * @param candidateRequests requests of the candidate, older ones counting less
 * @param candidateEvents those of them with the event
 * @param seen requests of the candidate, all counting alike
 */
public record Past(
        double stableRequests, double stableEvents, double candidateRequests, double candidateEvents, double seen) {
    /** Nothing seen yet. */
    public static final Past NONE = new Past(0, 0, 0, 0, 0);

    private static final double LEAST_MEMORY = 1_000;
    private static final double MEMORY_SHARE = 0.25;
    /** Stable has more requests, and its rate is the better known for it. */
    private static final double STABLE_MEMORY = 4;

    /** @throws IllegalArgumentException if a number is not finite or there are more events than requests */
    public Past {
        check(stableRequests, stableEvents);
        check(candidateRequests, candidateEvents);
        check(seen, 0);
    }

    private static void check(double requests, double events) {
        // Forgetting rounds, so that events may pass requests in the last digits.
        if (!(events >= 0 && events <= requests * (1 + 1e-9) && requests <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "%s events in %s requests: write finite numbers from 0, no more events than requests"
                            .formatted(events, requests));
        }
    }

    /** With one more block. */
    Past then(Block block) {
        double stable = stableRequests + block.stableRequests();
        double candidate = candidateRequests + block.candidateRequests();
        double all = seen + block.candidateRequests();
        double memory = Math.max(LEAST_MEMORY, MEMORY_SHARE * all);
        double keepStable = Math.min(1, STABLE_MEMORY * memory / Math.max(1, stable));
        double keepCandidate = Math.min(1, memory / Math.max(1, candidate));
        return new Past(
                keepStable * stable,
                keepStable * (stableEvents + block.stableEvents()),
                keepCandidate * candidate,
                keepCandidate * (candidateEvents + block.candidateEvents()),
                all);
    }

    /** A guess of stable's rate, strictly between 0 and 1. */
    double stableRate() {
        return Math.min(stableEvents, stableRequests) / (stableRequests + 1) + 0.5 / (stableRequests + 1);
    }

    /** A guess of the candidate's rate, strictly between 0 and 1. */
    double candidateRate() {
        return Math.min(candidateEvents, candidateRequests) / (candidateRequests + 1) + 0.5 / (candidateRequests + 1);
    }
}
