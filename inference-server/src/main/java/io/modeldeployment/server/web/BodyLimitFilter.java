package io.modeldeployment.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/** Stops bodies that are too large, alone or together, and encoded ones, which could grow when unpacked. */
final class BodyLimitFilter extends OncePerRequestFilter {
    private final BodyLimits limits;
    private final BodyBudget budget;
    private final ProblemWriter problems;

    BodyLimitFilter(BodyLimits limits, BodyBudget budget, ProblemWriter problems) {
        this.limits = limits;
        this.budget = budget;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        long limit = limits.forPath(request.getRequestURI());
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        if (request.getContentLengthLong() > limit) {
            problems.write(response, HttpStatus.CONTENT_TOO_LARGE, tooLarge(limit));
        } else if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            problems.write(
                    response,
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Encoding is not supported: send the body as it is.");
        } else {
            try (BodyBudget.Account account = budget.open()) {
                chain.doFilter(new Bounded(request, limit, account), response);
            }
        }
    }

    static String tooLarge(long limit) {
        return "The body is larger than " + limit + " bytes: send less text in one request.";
    }

    /** A request whose body ends in an exception when it passes the limit. */
    private static final class Bounded extends HttpServletRequestWrapper {
        private final long limit;
        private final BodyBudget.Account account;

        Bounded(HttpServletRequest request, long limit, BodyBudget.Account account) {
            super(request);
            this.limit = limit;
            this.account = account;
        }

        @Override
        public ServletInputStream getInputStream() throws IOException {
            return new CountingStream(super.getInputStream(), limit, account);
        }
    }

    private static final class CountingStream extends ServletInputStream {
        private final ServletInputStream body;
        private final long limit;
        private final BodyBudget.Account account;
        private long seen;

        CountingStream(ServletInputStream body, long limit, BodyBudget.Account account) {
            this.body = body;
            this.limit = limit;
            this.account = account;
        }

        @Override
        public int read() throws IOException {
            int next = body.read();
            count(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = body.read(target, offset, length);
            count(Math.max(count, 0));
            return count;
        }

        private void count(int bytes) throws IOException {
            seen += bytes;
            if (seen > limit) {
                throw new BodyTooLargeException(limit);
            }
            account.holdUpTo(seen);
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
