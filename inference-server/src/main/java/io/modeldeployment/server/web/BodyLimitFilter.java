package io.modeldeployment.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stops bodies that are too large, alone or together, too slow, or encoded, so that they could grow when unpacked. */
final class BodyLimitFilter extends OncePerRequestFilter {
    private static final int DISCARD_BUFFER = 8192;
    private static final long MAX_DISCARDED = 2L << 20;

    private final BodyLimits limits;
    private final Duration timeout;
    private final BodyBudget budget;
    private final ProblemWriter problems;

    BodyLimitFilter(BodyLimits limits, Duration timeout, BodyBudget budget, ProblemWriter problems) {
        this.limits = limits;
        this.timeout = timeout;
        this.budget = budget;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        BodyDeadline deadline = BodyDeadline.of(request, timeout);
        answer(request, response, chain, deadline);
        discardRest(request, response, deadline);
    }

    private void answer(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, BodyDeadline deadline)
            throws ServletException, IOException {
        long limit = limits.forPath(request.getRequestURI());
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (request.getContentLengthLong() > limit) {
            problems.write(request, response, HttpStatus.CONTENT_TOO_LARGE, tooLarge(limit));
        } else if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            problems.write(
                    request,
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding is not supported: send the body as it is.");
        } else {
            try (BodyBudget.Account account = budget.open()) {
                chain.doFilter(new Bounded(request, new Bounds(limit, account, deadline)), response);
            }
        }
    }

    /**
     * Reads what is left of a body that was refused, so that its sender gets to see the answer; closing at once would reset the
     * connection under it. What is too much or too slow for that is cut off.
     */
    private static void discardRest(HttpServletRequest request, HttpServletResponse response, BodyDeadline deadline)
            throws IOException {
        ServletInputStream body = request.getInputStream();
        if (body.isFinished()) {
            return;
        }
        response.flushBuffer();
        byte[] buffer = new byte[DISCARD_BUFFER];
        try {
            int read = 0;
            for (long seen = 0; read >= 0 && seen < MAX_DISCARDED; seen += read) {
                deadline.beforeRead();
                read = body.read(buffer);
            }
        } catch (IOException _) {
            // Answered already; Tomcat closes a connection with an unread body.
        }
    }

    static String tooLarge(long limit) {
        return "The body is larger than " + limit + " bytes: send less text in one request.";
    }

    /**
     * What bounds one body.
     *
     * @param limit the most bytes
     * @param account what they are booked on
     * @param deadline by when they have to be there
     */
    private record Bounds(long limit, BodyBudget.Account account, BodyDeadline deadline) {}

    /** A request whose body ends in an exception when it passes a bound. */
    private static final class Bounded extends HttpServletRequestWrapper {
        private final Bounds bounds;

        Bounded(HttpServletRequest request, Bounds bounds) {
            super(request);
            this.bounds = bounds;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountingStream(super.getInputStream(), bounds, isJson());
        }

        private boolean isJson() {
            String type = getContentType();
            return type != null && type.toLowerCase(Locale.ROOT).startsWith(MediaType.APPLICATION_JSON_VALUE);
        }
    }

    private static final class CountingStream extends ServletInputStream {
        private final ServletInputStream body;
        private final Bounds bounds;
        private final boolean isText;
        private final Utf8Check text = new Utf8Check();
        private long seen;

        CountingStream(ServletInputStream body, Bounds bounds, boolean isText) {
            this.body = body;
            this.bounds = bounds;
            this.isText = isText;
        }

        @Override
        public int read() throws IOException {
            bounds.deadline().beforeRead();
            int next = body.read();
            count(next < 0 ? 0 : 1);
            if (isText && next >= 0) {
                text.accept(next);
            }
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            bounds.deadline().beforeRead();
            int count = body.read(target, offset, length);
            count(Math.max(count, 0));
            if (isText) {
                text.accept(target, offset, Math.max(count, 0));
            }
            return count;
        }

        private void count(int bytes) throws IOException {
            seen += bytes;
            if (seen > bounds.limit()) {
                throw new BodyTooLargeException(bounds.limit());
            }
            bounds.account().holdUpTo(seen);
        }

        @Override
        public boolean isFinished() {
            return body.isFinished();
        }

        @Override
        public boolean isReady() {
            return body.isReady();
        }

        @Override
        public void setReadListener(ReadListener listener) {
            body.setReadListener(listener);
        }
    }
}
