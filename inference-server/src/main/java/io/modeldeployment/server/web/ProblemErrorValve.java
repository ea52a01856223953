package io.modeldeployment.server.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import tools.jackson.databind.json.JsonMapper;

/** Answers with a problem where the servlet container refuses a request itself, instead of with its HTML page. */
public final class ProblemErrorValve extends ErrorReportValve {
    private final JsonMapper json;

    /** @param json writes the problem */
    public ProblemErrorValve(JsonMapper json) {
        this.json = json;
    }

    @Override
    protected void report(Request request, Response response, @Nullable Throwable throwable) {
        HttpStatus status = HttpStatus.resolve(response.getStatus());
        if (status == null || !status.isError() || response.getContentWritten() > 0 || !response.setErrorReported()) {
            return;
        }
        String detail = detail(status);
        byte[] body = json.writeValueAsBytes(ProblemDetail.forStatusAndDetail(status, detail));
        try {
            response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
            response.setCharacterEncoding(StandardCharsets.UTF_8);
            response.getOutputStream().write(body);
            response.finishResponse();
        } catch (IOException _) {
            // The client has gone; there is nobody left to tell.
        }
    }

    private static String detail(HttpStatus status) {
        if (status == HttpStatus.REQUEST_TIMEOUT) {
            return "The request took too long to come: send it in one go.";
        }
        return status == HttpStatus.INTERNAL_SERVER_ERROR
                ? "The server failed on this request; its log says why."
                : "The server does not take this request: check its method, path and headers.";
    }
}
