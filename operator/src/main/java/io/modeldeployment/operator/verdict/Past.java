package io.modeldeployment.operator.verdict;

/**
 * What is remembered of earlier blocks to guess the next one's rates: the last thousand or so requests of the candidate, so that
 * harm that comes late is still learnt quickly.
 *
 * @param stableRequests requests of stable, older ones counting less
 * @param stableEvents those of them with the event
 * @param candidateRequests requests of the candidate, older ones counting less
 * @param candidateEvents those of them with the event
 */
public record Past(double stableRequests, double stableEvents, double candidateRequests, double candidateEvents) {
    /** Nothing seen yet. */
    public static final Past NONE = new Past(0, 0, 0, 0);

    private static final double CANDIDATE_MEMORY = 1_000;
    private static final double STABLE_MEMORY = 4 * CANDIDATE_MEMORY;

    /** @throws IllegalArgumentException if a number is not finite or there are more events than requests */
    public Past {
        check(stableRequests, stableEvents);
        check(candidateRequests, candidateEvents);
    }

    private static void check(double requests, double events) {
        // Forgetting rounds, so that events may pass requests in the last digit.
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
        double keepStable = Math.min(1, STABLE_MEMORY / Math.max(1, stable));
        double keepCandidate = Math.min(1, CANDIDATE_MEMORY / Math.max(1, candidate));
        return new Past(
                keepStable * stable,
                keepStable * (stableEvents + block.stableEvents()),
                keepCandidate * candidate,
                keepCandidate * (candidateEvents + block.candidateEvents()));
    }

    /** A guess of stable's rate, strictly between 0 and 1. */
    double stableRate() {
        return (stableEvents + 0.5) / (stableRequests + 1);
    }

    /** A guess of the candidate's rate, strictly between 0 and 1. */
    double candidateRate() {
        return (candidateEvents + 0.5) / (candidateRequests + 1);
    }
}
