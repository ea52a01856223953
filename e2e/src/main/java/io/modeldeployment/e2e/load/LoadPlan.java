package io.modeldeployment.e2e.load;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What a {@link LoadClient} sends.
 *
 * @param url address that is posted to
 * @param door where connections are made to, when the host of {@code url} is only a name that a gateway tells requests apart by
 * @param connections how connections are treated
 * @param requestsPerSecond requests that are begun each second, 1 to 1000
 * @param bodies JSON bodies, sent in turn
 */
public record LoadPlan(
        URI url, Optional<URI> door, Connections connections, int requestsPerSecond, List<String> bodies) {
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
        return new LoadPlan(url, Optional.empty(), Connections.NEW, DEFAULT_RATE, bodies);
    }

    /** The same with connections treated so. */
    public LoadPlan with(Connections how) {
        return new LoadPlan(url, door, how, requestsPerSecond, bodies);
    }

    /** The same through the gateway at {@code gateway}. */
    public LoadPlan through(URI gateway) {
        return new LoadPlan(url, Optional.of(gateway), connections, requestsPerSecond, bodies);
    }

    /** The same at this rate. */
    public LoadPlan at(int rate) {
        return new LoadPlan(url, door, connections, rate, bodies);
    }
}
