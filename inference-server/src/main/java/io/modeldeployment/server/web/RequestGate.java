package io.modeldeployment.server.web;

import io.modeldeployment.server.health.ServerState;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.HttpHeaders;
import org.springframework.web.filter.OncePerRequestFilter;

/** Knows how many requests are under way, and sends clients elsewhere once the server is going down. */
public final class RequestGate extends OncePerRequestFilter {
    /**
     * Tells clients to give a connection up that was idle for 4 s: less than the server drains for, so that one is either
     * used and closed in order while it drains, or not used any more when it ends.
     */
    static final String KEEP_ALIVE = "timeout=4";

    private final ServerState state;
    private final AtomicInteger underWay = new AtomicInteger();

    /** @param state says when the server is going down */
    public RequestGate(ServerState state) {
        this.state = state;
    }

    /** Requests that have come in and are not answered yet. */
    public int underWay() {
        return underWay.get();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        underWay.incrementAndGet();
        try {
            if (state.isDraining()) {
                // A client that keeps its connection would go on calling a server that is about to end.
                response.setHeader(HttpHeaders.CONNECTION, "close");
            } else {
                response.setHeader("Keep-Alive", KEEP_ALIVE);
            }
            chain.doFilter(request, response);
        } finally {
            underWay.decrementAndGet();
        }
    }
}
