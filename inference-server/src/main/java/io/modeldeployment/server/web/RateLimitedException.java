package io.modeldeployment.server.web;

/** Says that a client has sent as many requests as it may. */
final class RateLimitedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long retryAfterSeconds;

    RateLimitedException(long retryAfterSeconds) {
        super("over the rate limit", null, false, false);
        this.retryAfterSeconds = retryAfterSeconds;
    }

    long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
