package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.RequestContext;
import io.modeldeployment.server.inference.RequestStatus;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.ratelimit.RateDecision;
import io.modeldeployment.server.ratelimit.RateLimiting;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Holds clients to their limit, before their bodies are read. What is asked of the model comes by POST; health, metrics,
 * descriptions and everything on the management port are free.
 */
final class RateLimitInterceptor implements HandlerInterceptor {
    private static final String BEARER = "Bearer ";

    private final RateLimiting limit;
    private final ManagementPort management;

    RateLimitInterceptor(RateLimiting limit, ManagementPort management) {
        this.limit = limit;
        this.management = management;
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!HttpMethod.POST.matches(request.getMethod()) || management.received(request)) {
            return true;
        }
        String client = limit.clients().of(apiKey(request), request.getRemoteAddr(), forwardedFor(request));
        RateDecision decision = limit.limiter().admit(client);
        tell(response, decision);
        if (!decision.allowed()) {
            limit.onRefused().run();
            RequestContext.current().listener().onRefused(RequestStatus.RATE_LIMITED);
            throw new RateLimitedException(Math.max(1, seconds(decision.retryAfter())));
        }
        return true;
    }

    private static Optional<String> apiKey(HttpServletRequest request) {
        String key = request.getHeader("X-API-Key");
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (key == null && authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            key = authorization.substring(BEARER.length());
        }
        return Optional.ofNullable(key).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static List<String> forwardedFor(HttpServletRequest request) {
        return Collections.list(request.getHeaders("X-Forwarded-For")).stream()
                .flatMap(header -> Arrays.stream(header.split(",")))
                .toList();
    }

    /** In the headers that are common, and in those of the IETF's draft. */
    private static void tell(HttpServletResponse response, RateDecision decision) {
        int limit = decision.limit().requests();
        long reset = seconds(decision.resetAfter());
        response.setHeader("X-RateLimit-Limit", Integer.toString(limit));
        response.setHeader("X-RateLimit-Remaining", Long.toString(decision.remaining()));
        response.setHeader("X-RateLimit-Reset", Long.toString(reset));
        long window = decision.limit().window().toSeconds();
        response.setHeader("RateLimit-Policy", "\"default\";q=" + limit + ";w=" + window);
        response.setHeader("RateLimit", "\"default\";r=" + decision.remaining() + ";t=" + reset);
    }

    /** Rounded up, so that who waits as long does not come too early. */
    private static long seconds(Duration duration) {
        return Math.ceilDiv(duration.toMillis(), 1000);
    }
}
