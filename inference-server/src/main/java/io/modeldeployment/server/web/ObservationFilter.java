package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.RequestContext;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.observe.RequestHead;
import io.modeldeployment.server.observe.RequestId;
import io.modeldeployment.server.observe.RequestObserver;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/** Gives every request its id, and lets whoever follows requests see them come and go: those that carry texts, not probes. */
final class ObservationFilter extends OncePerRequestFilter {
    private final RequestObserver observer;

    ObservationFilter(RequestObserver observer) {
        this.observer = observer;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = RequestId.of(request.getHeader(RequestId.HEADER));
        response.setHeader(RequestId.HEADER, id);
        RequestListener listener = HttpMethod.POST.matches(request.getMethod())
                ? observer.begin(new RequestHead(request.getMethod(), request.getRequestURI(), id, request::getHeader))
                : RequestListener.NONE;
        RequestContext context = new RequestContext(
                id,
                request.getRequestURI(),
                listener,
                "true".equals(request.getHeader(RequestContext.SYNTHETIC_HEADER)),
                ClientConnection.of(request)::isClosed);
        try {
            context.<Exception>run(() -> answer(request, response, chain, listener));
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    private static void answer(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, RequestListener listener)
            throws ServletException, IOException {
        int status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        try {
            chain.doFilter(request, response);
            status = response.getStatus();
        } catch (IOException e) {
            status = ClientConnection.CLOSED_REQUEST;
            throw e;
        } finally {
            listener.onResponse(status, route(request));
        }
    }

    private static @Nullable String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? null : pattern.toString();
    }
}
