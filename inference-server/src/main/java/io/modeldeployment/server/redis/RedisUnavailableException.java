package io.modeldeployment.server.redis;

import org.jspecify.annotations.Nullable;

/** Says that Redis failed, took too long or is being left out; whoever asked goes on without it. */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what went wrong, without addresses of keys or values
     * @param cause what was thrown, or null
     */
    public RedisUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
