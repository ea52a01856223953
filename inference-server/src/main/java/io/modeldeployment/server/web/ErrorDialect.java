package io.modeldeployment.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;

/** The form in which a protocol's clients expect an error, decided by the path; the words are the same in all. */
enum ErrorDialect {
    /** RFC 9457, for the server's own endpoints. */
    PROBLEM(MediaType.APPLICATION_PROBLEM_JSON) {
        @Override
        Object body(ProblemDetail problem) {
            return problem;
        }
    },
    /** RFC 9457 with the two members that Text Embeddings Inference has. */
    TEI(MediaType.APPLICATION_PROBLEM_JSON) {
        @Override
        Object body(ProblemDetail problem) {
            problem.setProperty("error", problem.getDetail());
            problem.setProperty("error_type", teiType(problem.getStatus()));
            return problem;
        }
    },
    /** The Open Inference Protocol's single line. */
    KSERVE(MediaType.APPLICATION_JSON) {
        @Override
        Object body(ProblemDetail problem) {
            return Map.of("error", String.valueOf(problem.getDetail()));
        }
    },
    /** OpenAI's error object. */
    OPENAI(MediaType.APPLICATION_JSON) {
        @Override
        Object body(ProblemDetail problem) {
            return new OpenAi(new OpenAiError(
                    String.valueOf(problem.getDetail()),
                    openAiType(problem.getStatus()),
                    property(problem, FIELD),
                    code(problem)));
        }
    };

    /** The problem's member that names the wrong field. */
    static final String FIELD = "field";
    /** The problem's member that names the kind of the mistake, for programs. */
    static final String CODE = "code";

    private final MediaType type;

    ErrorDialect(MediaType type) {
        this.type = type;
    }

    private record OpenAi(OpenAiError error) {}

    /** Its clients read all four members, so that null is written too. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    private record OpenAiError(
            String message,
            String type,
            @Nullable String param,
            @Nullable String code) {}

    /** The dialect of a request's path. */
    static ErrorDialect ofPath(String path) {
        if (path.startsWith("/v1/")) {
            return OPENAI;
        }
        if (path.equals("/v2") || path.startsWith("/v2/")) {
            return KSERVE;
        }
        return path.equals("/embed") || path.equals("/rerank") ? TEI : PROBLEM;
    }

    /** The type of its error bodies. */
    MediaType type() {
        return type;
    }

    /** Says a problem in this dialect; the result is written as JSON. */
    abstract Object body(ProblemDetail problem);

    private static @Nullable String property(ProblemDetail problem, String name) {
        Map<String, Object> properties = problem.getProperties();
        return properties == null ? null : Objects.toString(properties.get(name), null);
    }

    private static String teiType(int status) {
        return switch (status) {
            case 429 -> "Overloaded";
            case 503 -> "Unhealthy";
            default -> status >= 500 ? "Backend" : "Validation";
        };
    }

    private static String openAiType(int status) {
        return switch (status) {
            case 429 -> "rate_limit_error";
            default -> status >= 500 ? "server_error" : "invalid_request_error";
        };
    }

    private static @Nullable String code(ProblemDetail problem) {
        String own = property(problem, CODE);
        HttpStatus status = HttpStatus.resolve(problem.getStatus());
        return own != null || status == null || status == HttpStatus.BAD_REQUEST
                ? own
                : status.name().toLowerCase(Locale.ROOT);
    }
}
