package io.modeldeployment.server.ratelimit;

/** Counts the requests of each client. Safe for use by several threads. */
public interface RateLimiter {
    /**
     * Counts one request, and says whether it may pass.
     *
     * @param client who sends it, as {@link ClientKeys} says
     */
    RateDecision admit(String client);
}
