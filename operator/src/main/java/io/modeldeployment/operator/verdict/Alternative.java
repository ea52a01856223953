package io.modeldeployment.operator.verdict;

/**
 * The harm that the next block is tested for: rates guessed from past blocks alone, which is what keeps the test valid.
 *
 * @param stable stable's rate of events, above 0
 * @param candidate the candidate's, not below stable's and below 1
 */
record Alternative(double stable, double candidate) {
    private static final double LEAST = 1e-6;
    private static final double FIRST_GUESS = 0.01;
    /** How many requests the guess before any data is worth. */
    private static final double PRIOR_REQUESTS = 20;

    private static final double PRIOR_EVENTS = 0.05;
    /** Before it has shown anything the candidate is thought worse by half, but by no more than this share of the room to 1. */
    private static final double LARGEST_STEP = 0.03;

    private static final Step PRIOR = new Step(0.5, LARGEST_STEP, 0);
    /** A guess nearer than this could win next to nothing. */
    private static final Step LEAST_STEP = new Step(0.05, LARGEST_STEP / 5, 0);

    private static final Step WHEN_NO_WORSE = new Step(0.25, LARGEST_STEP, 1e-4);

    /** Posterior means, shrunk to the rate of both arms together; the candidate's kept above stable's. */
    static Alternative after(Past past) {
        double requests = past.stableRequests() + past.candidateRequests();
        double events = past.stableEvents() + past.candidateEvents();
        double base = requests == 0 ? FIRST_GUESS : Math.min(1, (events + 0.5) / (requests + 1));
        double stable = (past.stableEvents() + PRIOR_REQUESTS * base) / (past.stableRequests() + PRIOR_REQUESTS);
        double candidate = (past.candidateEvents() + PRIOR_REQUESTS * PRIOR.above(base) + PRIOR_EVENTS)
                / (past.candidateRequests() + PRIOR_REQUESTS + PRIOR_EVENTS);
        stable = Math.clamp(stable, LEAST, 1 - 3 * LEAST);
        if (candidate < LEAST_STEP.above(stable)) {
            candidate = WHEN_NO_WORSE.above(stable);
        }
        return new Alternative(stable, Math.clamp(candidate, stable, 1 - LEAST));
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

    private record Step(double ofRate, double most, double more) {
        double above(double rate) {
            return rate + (Math.min(ofRate * rate, most) + more) * (1 - rate);
        }
    }
}
