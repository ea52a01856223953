package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.RequestContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Writes an RFC 9457 problem where Spring MVC does not do it: in filters and in the servlet container. */
final class ProblemWriter {
    private final JsonMapper json;

    ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** A problem that names the current request. */
    static ProblemDetail problem(HttpStatusCode status, @Nullable String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        String requestId = RequestContext.current().requestId();
        if (!requestId.isEmpty()) {
            problem.setProperty("request_id", requestId);
        }
        return problem;
    }

    /**
     * Answers with a problem, in the form that the path's protocol has for it, and closes the connection, because the request's
     * body may not have been read.
     */
    void write(HttpServletRequest request, HttpServletResponse response, HttpStatusCode status, String detail)
            throws IOException {
        ErrorDialect dialect = ErrorDialect.ofPath(request.getRequestURI());
        response.setStatus(status.value());
        response.setContentType(dialect.type().toString());
        response.setHeader(HttpHeaders.CONNECTION, "close");
        Object body = dialect.body(problem(status, detail));
        response.getOutputStream().write(json.writeValueAsBytes(body));
    }
}
