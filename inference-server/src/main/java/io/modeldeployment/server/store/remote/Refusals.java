package io.modeldeployment.server.store.remote;

import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an answer without a file means. */
final class Refusals {
    private static final int LONGEST = 200;

    private Refusals() {}

    static StoreException of(String url, HttpURLConnection connection, int status) {
        // Hubs answer 401 for what does not exist, so that nobody learns what is private; the code tells.
        String code =
                Optional.ofNullable(connection.getHeaderField("X-Error-Code")).orElse("");
        String words = Optional.ofNullable(connection.getHeaderField("X-Error-Message"))
                .map(message -> " (" + message.substring(0, Math.min(LONGEST, message.length())) + ")")
                .orElse("");
        Optional<Duration> retryAfter = retryAfter(connection.getHeaderField("Retry-After"));
        connection.disconnect();
        String answer = url + ": HTTP " + status + words;
        return switch (status) {
            case 404, 410 -> new StoreException(Reason.NOT_FOUND, answer + "; is the name right, and the revision?");
            case 401, 403 ->
                code.endsWith("NotFound")
                        ? new StoreException(
                                Reason.NOT_FOUND, answer + "; it does not exist, or it is private and needs a token")
                        : new StoreException(
                                Reason.UNAUTHORIZED, answer + "; is there a token, and has it the right to read this?");
            case 429 -> new StoreException(Reason.RATE_LIMITED, answer, retryAfter);
            case 408, 425, 500, 502, 503, 504 -> new StoreException(Reason.UNREACHABLE, answer, retryAfter);
            default -> new StoreException(status > 500 ? Reason.UNREACHABLE : Reason.REFUSED, answer);
        };
    }

    private static Optional<Duration> retryAfter(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        if (header.strip().matches("\\d{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(header.strip())));
        }
        try {
            Instant when = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Duration wait = Duration.between(Instant.now(), when);
            return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }
}
