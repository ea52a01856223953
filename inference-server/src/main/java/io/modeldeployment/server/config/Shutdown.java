package io.modeldeployment.server.config;

import io.modeldeployment.server.health.ServerState;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the server without failing a request: unready at once, accepting for a while, then the listener closes, what is under way
 * is answered, the workers end, and only then the process.
 */
final class Shutdown implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger("modelserver");
    /** The longest wait for requests under way once the listener is closed. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(20);

    private final ServerState state;
    private final Duration drain;
    private final Runnable last;
    private final AtomicReference<@Nullable Serving> serving = new AtomicReference<>();

    private record Serving(HttpServer http, ModelLoader.Loaded model) {}

    /**
     * @param state is told first
     * @param drain how long to go on accepting
     * @param last is run at the very end
     */
    Shutdown(ServerState state, Duration drain, Runnable last) {
        this.state = state;
        this.drain = drain;
        this.last = last;
    }

    /** From now on there is something to end gracefully. */
    void covers(HttpServer http, ModelLoader.Loaded model) {
        serving.set(new Serving(http, model));
    }

    /** Runs as a shutdown hook, on SIGTERM and SIGINT. */
    @Override
    public void run() {
        state.draining();
        Serving running = serving.get();
        if (running != null) {
            LOG.info("going down: not ready any more, accepting for another {} s", drain.toSeconds());
            end(running);
            LOG.info("ended");
        }
        last.run();
        // The JVM would report the signal (143) although everything ended well, and libtorch's static destructors have
        // crashed
        // on the way out; there is nothing left to clean up.
        Runtime.getRuntime().halt(0);
    }

    private void end(Serving running) {
        try {
            Thread.sleep(drain);
            running.http.closeListener();
            awaitRequests(running.http);
        } catch (InterruptedException _) {
            LOG.warn("interrupted while draining");
        }
        running.model.close();
        running.http.close();
    }

    private static void awaitRequests(HttpServer http) throws InterruptedException {
        long end = System.nanoTime() + GRACE.toNanos();
        while (http.requestsUnderWay() > 0 && System.nanoTime() < end) {
            Thread.sleep(POLL);
        }
        if (http.requestsUnderWay() > 0) {
            LOG.warn("{} requests were still under way after {} s", http.requestsUnderWay(), GRACE.toSeconds());
        }
    }
}
