package io.modeldeployment.server.ratelimit;

import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;

/**
 * Whether a request may pass, and what its client is told.
 *
 * @param allowed whether it may
 * @param limit what it is measured by
 * @param remaining requests that may still pass at this moment
 * @param retryAfter when the next one may pass; zero where one may now
 * @param resetAfter when the whole limit is there again
 */
public record RateDecision(boolean allowed, RateLimit limit, long remaining, Duration retryAfter, Duration resetAfter) {
    static RateDecision of(ConsumptionProbe probe, RateLimit limit) {
        return new RateDecision(
                probe.isConsumed(),
                limit,
                Math.max(0, probe.getRemainingTokens()),
                Duration.ofNanos(probe.getNanosToWaitForRefill()),
                Duration.ofNanos(probe.getNanosToWaitForReset()));
    }
}
