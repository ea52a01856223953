package io.modeldeployment.server.ratelimit;

/**
 * A limit on requests, as it is carried out.
 *
 * @param limiter counts
 * @param clients says who sends a request
 * @param onRefused is run for each request that is over the limit
 */
public record RateLimiting(RateLimiter limiter, ClientKeys clients, Runnable onRefused) {}
