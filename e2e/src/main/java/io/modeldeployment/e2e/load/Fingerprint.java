package io.modeldeployment.e2e.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Tells by its scores which version of a model gave an answer, as seen from outside: two trainings never agree to three
 * digits of every label, and one training always agrees with itself.
 *
 * @param value labels and rounded scores
 */
public record Fingerprint(String value) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The fingerprint of the body of a good answer. */
    public static Fingerprint of(String body) {
        try {
            return new Fingerprint(
                    StreamSupport.stream(JSON.readTree(body).path("predictions").spliterator(), false)
                            .map(label -> String.format(
                                    Locale.ROOT,
                                    "%s %.2e",
                                    label.path("label").asText(),
                                    label.path("score").asDouble()))
                            .collect(Collectors.joining(", ")));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not the answer of a server: " + body, e);
        }
    }

    /** The fingerprints of all good answers in {@code report}. */
    public static Set<Fingerprint> in(LoadReport report) {
        return report.calls().stream()
                .flatMap(call -> call.answer().stream())
                .map(Fingerprint::of)
                .collect(Collectors.toUnmodifiableSet());
    }
}
