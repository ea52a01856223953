package io.modeldeployment.e2e.load;

import java.net.URI;
import java.util.List;

/**
 * What a {@link LoadClient} sends.
 *
 * @param url address that is posted to
 * @param connections how connections are treated
 * @param requestsPerSecond requests that are begun each second, 1 to 1000
 * @param bodies JSON bodies, sent in turn
 */
public record LoadPlan(URI url, Connections connections, int requestsPerSecond, List<String> bodies) {
    /** Requests a second where nothing else is said. */
    public static final int DEFAULT_RATE = 20;

    private static final int MAX_RATE = 1000;

    public LoadPlan {
        bodies = List.copyOf(bodies);
        if (bodies.isEmpty()) {
            throw new IllegalArgumentException("a load needs at least one body to send");
        }
        if (requestsPerSecond < 1 || requestsPerSecond > MAX_RATE) {
            throw new IllegalArgumentException("requests per second must be 1 to " + MAX_RATE);
        }
    }

    /**
     * {@value #DEFAULT_RATE} requests a second, each on a connection of its own: a node of two cores, on which new pods start meanwhile, still
     * answers them in time.
     */
    public static LoadPlan of(URI url, List<String> bodies) {
        return new LoadPlan(url, Connections.NEW, DEFAULT_RATE, bodies);
    }

    /** The same with connections treated so. */
    public LoadPlan with(Connections how) {
        return new LoadPlan(url, how, requestsPerSecond, bodies);
    }

    /** The same at this rate. */
    public LoadPlan at(int rate) {
        return new LoadPlan(url, connections, rate, bodies);
    }
}
