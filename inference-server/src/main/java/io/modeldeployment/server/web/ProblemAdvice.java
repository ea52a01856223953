package io.modeldeployment.server.web;

import io.modeldeployment.server.batch.BatcherClosedException;
import io.modeldeployment.server.batch.CallerGoneException;
import io.modeldeployment.server.batch.NonFiniteOutputException;
import io.modeldeployment.server.batch.QueueFullException;
import io.modeldeployment.server.batch.QueueTimeoutException;
import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.inference.ModelNotReadyException;
import io.modeldeployment.server.inference.RefusedTextException;
import io.modeldeployment.server.observe.ErrorLog;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.HttpMediaTypeNotSupportedException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;
import tools.jackson.core.JacksonException;

/** Turns every failure into an RFC 9457 problem that says what to change and shows nothing of the inside. */
@RestControllerAdvice
class ProblemAdvice extends ResponseEntityExceptionHandler {
    private static final String SOON = "1";

    private final ErrorLog errors = new ErrorLog();

    @ExceptionHandler
    ResponseEntity<Object> invalid(InvalidInputException e) {
        return wrong(HttpStatus.BAD_REQUEST, e);
    }

    @ExceptionHandler
    ResponseEntity<Object> unknownModel(UnknownModelException e) {
        ProblemDetail problem = ProblemWriter.problem(HttpStatus.NOT_FOUND, e.getMessage());
        problem.setProperty(ErrorDialect.CODE, "model_not_found");
        return problem(problem, HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Object> refused(RefusedTextException e) {
        return wrong(HttpStatus.UNPROCESSABLE_CONTENT, e);
    }

    @ExceptionHandler(QueueFullException.class)
    ResponseEntity<Object> full() {
        return retryLater(
                HttpStatus.TOO_MANY_REQUESTS, "The server has all it can hold: send the request again a little later.");
    }

    @ExceptionHandler
    ResponseEntity<Object> overLimit(RateLimitedException e) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(e.retryAfterSeconds()));
        return problem(
                HttpStatus.TOO_MANY_REQUESTS,
                "You have sent as many requests as you may for now: send this one again in %d s."
                        .formatted(e.retryAfterSeconds()),
                headers);
    }

    @ExceptionHandler(QueueTimeoutException.class)
    ResponseEntity<Object> late() {
        return retryLater(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The request waited too long for its turn: send it again a little later.");
    }

    @ExceptionHandler(ModelNotReadyException.class)
    ResponseEntity<Object> loading() {
        return retryLater(
                HttpStatus.SERVICE_UNAVAILABLE, "The model is still loading: wait until /health/ready says 200.");
    }

    @ExceptionHandler(BatcherClosedException.class)
    ResponseEntity<Object> closed() {
        return retryLater(HttpStatus.SERVICE_UNAVAILABLE, "The server is going down: send the request again.");
    }

    /** Who reads this has closed its sending direction alone. */
    @ExceptionHandler(CallerGoneException.class)
    ResponseEntity<Object> gone() {
        return problem(
                HttpStatusCode.valueOf(ClientConnection.CLOSED_REQUEST),
                "You closed the connection, or your direction of it, before the answer: keep it open until then.",
                closing());
    }

    @ExceptionHandler
    ResponseEntity<Object> notFinite(NonFiniteOutputException e) {
        errors.failed(e);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The model answered with a number that is not finite: its weights may be damaged.",
                HttpHeaders.EMPTY);
    }

    @ExceptionHandler
    ResponseEntity<Object> unexpected(Exception e) {
        errors.failed(e);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "The server failed on this request; its log says why.",
                HttpHeaders.EMPTY);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLargeException tooLarge) {
                return problem(HttpStatus.CONTENT_TOO_LARGE, BodyLimitFilter.tooLarge(tooLarge.limit()), closing());
            }
            if (cause instanceof BodyBudget.ExhaustedException) {
                return full();
            }
            if (cause instanceof Utf8Check.MalformedException) {
                return problem(HttpStatus.BAD_REQUEST, "The body is not valid UTF-8: send UTF-8.", headers);
            }
            if (cause instanceof BodyTimeoutException) {
                return problem(HttpStatus.REQUEST_TIMEOUT, "The body took too long: send it in one go.", closing());
            }
        }
        String detail = e.getCause() instanceof JacksonException json
                ? JsonProblem.describe(json)
                : "The body is empty: send one JSON object; GET /v3/api-docs describes its fields.";
        return problem(HttpStatus.BAD_REQUEST, detail, headers);
    }

    @Override
    protected ResponseEntity<Object> handleHttpMediaTypeNotSupported(
            HttpMediaTypeNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return problem(status, "The body's type is not supported: send Content-Type: application/json.", headers);
    }

    @Override
    protected ResponseEntity<Object> handleHttpRequestMethodNotSupported(
            HttpRequestMethodNotSupportedException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return problem(status, "This path takes other methods: see the Allow header.", headers);
    }

    @Override
    protected ResponseEntity<Object> handleNoHandlerFoundException(
            NoHandlerFoundException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return problem(
                status,
                "There is nothing here: the paths are /predict, /batch_predict, /embed, /rerank, /v1/embeddings, "
                        + "/v1/models, /v2, /health, /metrics and /info; GET /v3/api-docs describes them.",
                headers);
    }

    private static ResponseEntity<Object> wrong(HttpStatus status, InvalidInputException e) {
        ProblemDetail problem = ProblemWriter.problem(status, e.getMessage());
        e.field().ifPresent(field -> problem.setProperty(ErrorDialect.FIELD, field));
        return problem(problem, HttpHeaders.EMPTY);
    }

    private static ResponseEntity<Object> retryLater(HttpStatus status, String detail) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, SOON);
        return problem(status, detail, headers);
    }

    private static HttpHeaders closing() {
        HttpHeaders headers = new HttpHeaders();
        headers.setConnection("close");
        return headers;
    }

    private static ResponseEntity<Object> problem(HttpStatusCode status, @Nullable String detail, HttpHeaders headers) {
        return problem(ProblemWriter.problem(status, detail), headers);
    }

    private static ResponseEntity<Object> problem(ProblemDetail problem, HttpHeaders headers) {
        return ResponseEntity.status(problem.getStatus())
                .headers(headers)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(problem);
    }
}
