package io.modeldeployment.server.observe;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request before its body is read.
 *
 * @param method its method
 * @param path its path, without its query
 * @param requestId its id
 * @param headers finds a header's value by its name, null where it has none
 */
public record RequestHead(String method, String path, String requestId, Headers headers) {
    /** A request's headers. */
    @FunctionalInterface
    public interface Headers {
        /** The first value of a header, or null; case does not matter. */
        @Nullable
        String get(String name);
    }
}
