package io.modeldeployment.server.web;

import java.time.Duration;
import org.apache.coyote.http11.AbstractHttp11Protocol;

/**
 * How long a client may take, and how many may be connected.
 *
 * @param headerTimeout from the first byte of a request to the end of its header, and the longest wait for a first request
 * @param bodyTimeout from the end of the header to the end of the body
 * @param maxConnections connections at one time; Tomcat's buffers for an idle one are 16 KiB, and 24 KiB more with half a header
 */
public record ConnectionLimits(Duration headerTimeout, Duration bodyTimeout, int maxConnections) {
    /** What there is when nothing is said. */
    public static final ConnectionLimits DEFAULT =
            new ConnectionLimits(Duration.ofSeconds(10), Duration.ofSeconds(10), 1024);

    /**
     * Longer than gateways keep theirs (nginx 60 s, Traefik 90 s, Google's load balancers 10 min, Envoy an hour): the side that sends has to
     * close first, or a request meets a connection that is just being closed, and the gateway can only answer 502. An idle connection costs
     * its buffers, and goes when others need the room.
     */
    private static final Duration KEEP_ALIVE = Duration.ofMinutes(61);

    private static final int ACCEPT_COUNT = 1024;

    void applyTo(AbstractHttp11Protocol<?> protocol) {
        protocol.setConnectionTimeout(millis(headerTimeout));
        protocol.setKeepAliveTimeout(millis(KEEP_ALIVE));
        protocol.setDisableUploadTimeout(false);
        protocol.setConnectionUploadTimeout(millis(bodyTimeout));
        protocol.setMaxConnections(maxConnections);
        protocol.setAcceptCount(ACCEPT_COUNT);
        protocol.setMaxKeepAliveRequests(-1);
        // What is left of a body is read by the filter, which has a clock; Tomcat has none for it.
        protocol.setMaxSwallowSize(0);
        // Tomcat would announce its own limit for idle connections, which is longer than the server drains for.
        protocol.setUseKeepAliveResponseHeader(false);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
