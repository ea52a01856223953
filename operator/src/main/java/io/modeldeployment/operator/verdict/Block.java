package io.modeldeployment.operator.verdict;

/**
 * What both arms counted in the same few seconds: the unit of every comparison, since tides and bursts hit both arms alike.
 *
 * @param stableRequests requests that stable answered, from 0 to {@link #MOST}
 * @param stableEvents those of them with the event (an error, an answer slower than a bound, a label)
 * @param candidateRequests requests that the candidate answered, from 0 to {@link #MOST}
 * @param candidateEvents those of them with the event
 */
public record Block(long stableRequests, long stableEvents, long candidateRequests, long candidateEvents) {
    /** The largest count: sums of both arms are still exact as doubles. */
    public static final long MOST = 1L << 51;

    /** Nothing counted. */
    public static final Block NONE = new Block(0, 0, 0, 0);

    /** @throws IllegalArgumentException if there are more events than requests, or a count is out of range */
    public Block {
        check("stable", stableRequests, stableEvents);
        check("the candidate", candidateRequests, candidateEvents);
    }

    private static void check(String arm, long requests, long events) {
        if (events < 0 || events > requests || requests > MOST) {
            throw new IllegalArgumentException(
                    "%s has %d events in %d requests: write counts from 0 to %d, no more events than requests"
                            .formatted(arm, events, requests, MOST));
        }
    }

    /** Whether the block compares anything. */
    public boolean hasBothArms() {
        return stableRequests > 0 && candidateRequests > 0;
    }

    /** The same requests, counting those without the event. */
    public Block complement() {
        return new Block(
                stableRequests, stableRequests - stableEvents, candidateRequests, candidateRequests - candidateEvents);
    }

    /** Both together; this one alone where the sum would pass {@link #MOST}, which no traffic reaches. */
    public Block plus(Block more) {
        if (stableRequests + more.stableRequests > MOST || candidateRequests + more.candidateRequests > MOST) {
            return this;
        }
        return new Block(
                stableRequests + more.stableRequests,
                stableEvents + more.stableEvents,
                candidateRequests + more.candidateRequests,
                candidateEvents + more.candidateEvents);
    }
}
