package io.modeldeployment.operator.verdict;

/**
 * The harm that the next block is tested for: rates guessed from past blocks alone, which is what keeps the test valid.
 *
 * <p>The numbers below were chosen by simulation. They decide how soon harm is found, and not how often there is an alarm
 * without any.
 *
 * @param stable stable's rate of events, above 0
 * @param candidate the candidate's, not below stable's and below 1
 */
record Alternative(double stable, double candidate) {
    private static final double LEAST = 1e-6;
    private static final double FIRST_GUESS = 0.01;
    /** How many requests the guess before any data is worth. */
    private static final double PRIOR_REQUESTS = 20;
    /** Before it has shown anything the candidate is thought worse by this share of the rate. */
    private static final double PRIOR_STEP = 0.5;

    private static final double PRIOR_EVENTS = 0.05;
    /** No guessed step is larger than this share of the room to 1. */
    private static final double LARGEST_STEP = 0.03;
    /** A candidate that looks no worse is tested for this share of the rate, or for what noise could hide if that is less. */
    private static final double STEP_WHEN_NO_WORSE = 0.25;
    /** The share of that step below which a guess could win next to nothing. */
    private static final double LEAST_OF_STEP = 0.2;

    /** Posterior means, shrunk to the rate of both arms together; the candidate's kept above stable's. */
    static Alternative after(Past past) {
        double requests = past.stableRequests() + past.candidateRequests();
        double events = past.stableEvents() + past.candidateEvents();
        double base = requests == 0 ? FIRST_GUESS : Math.min(1, (events + 0.5) / (requests + 1));
        double worse = base + Math.min(PRIOR_STEP * base, LARGEST_STEP) * (1 - base);
        double stable = Math.clamp(
                (past.stableEvents() + PRIOR_REQUESTS * base) / (past.stableRequests() + PRIOR_REQUESTS),
                LEAST,
                1 - 3 * LEAST);
        double candidate = (past.candidateEvents() + PRIOR_REQUESTS * worse + PRIOR_EVENTS)
                / (past.candidateRequests() + PRIOR_REQUESTS + PRIOR_EVENTS);
        double step = stepWhenNoWorse(stable, past.candidateRequests() + PRIOR_REQUESTS);
        if (candidate < stable + LEAST_OF_STEP * step) {
            candidate = stable + step;
        }
        return new Alternative(stable, Math.clamp(candidate, stable, 1 - LEAST));
    }

    private static double stepWhenNoWorse(double rate, double requests) {
        double noise = Math.sqrt(rate * (1 - rate) / requests);
        return Math.min(noise, Math.min(STEP_WHEN_NO_WORSE * rate, LARGEST_STEP) * (1 - rate)) + LEAST;
    }

    /** The log of the block's e-value: how much likelier its counts are under this harm than under one common rate. */
    double logEvidence(Block block) {
        if (!block.hasBothArms()) {
            return 0;
        }
        double candidateShare =
                block.candidateRequests() / ((double) block.stableRequests() + block.candidateRequests());
        double common = stable + (candidate - stable) * candidateShare;
        return logRatio(block.stableRequests(), block.stableEvents(), stable, common)
                + logRatio(block.candidateRequests(), block.candidateEvents(), candidate, common);
    }

    private static double logRatio(long requests, long events, double rate, double common) {
        double step = rate - common;
        return events * Math.log1p(step / common) + (requests - events) * Math.log1p(-step / (1 - common));
    }
}
