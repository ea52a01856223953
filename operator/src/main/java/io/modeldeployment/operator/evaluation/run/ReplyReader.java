package io.modeldeployment.operator.evaluation.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeldeployment.operator.evaluation.Answer;
import io.modeldeployment.operator.evaluation.Answer.Score;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Understands what the inference server answers to {@code /predict} and {@code /batch_predict}. */
final class ReplyReader {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_DETAIL = 200;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private ReplyReader() {}

    /**
     * Understands one answer.
     *
     * @param texts how many texts were asked; a single one was asked at {@code /predict}
     * @param retryAfter the header, if there is one
     */
    static Reply read(int status, String body, int texts, Optional<String> retryAfter) {
        JsonNode json = json(body);
        return switch (status) {
            case 200 -> texts == 1 ? single(json) : batch(json, texts);
            case 404, 405 ->
                new Reply.Foreign("the server answered %d: is it the inference server's image?".formatted(status));
            case 408, 429, 502, 503, 504 -> new Reply.Busy("busy, answered " + status, wait(retryAfter));
            default -> {
                String problem = "answered %d: %s".formatted(status, detail(json));
                yield status >= 500 ? new Reply.Failed(problem) : new Reply.Refused(problem);
            }
        };
    }

    private static String detail(JsonNode json) {
        String detail = json.path("detail").asText("without a reason");
        return detail.length() > LONGEST_DETAIL ? detail.substring(0, LONGEST_DETAIL) + "…" : detail;
    }

    private static Optional<Duration> wait(Optional<String> retryAfter) {
        return retryAfter
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(Long::parseLong)
                .map(Duration::ofSeconds)
                .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
    }

    private static Reply single(JsonNode json) {
        if (json.has("embedding")) {
            return new Reply.Foreign("the model answers with vectors instead of labels: leave spec.evaluation out");
        }
        JsonNode seconds = json.path("processing_time");
        boolean isTimed = seconds.isNumber() && !json.path("from_cache").asBoolean();
        return new Reply.Answered(
                List.of(answer(json, isTimed ? OptionalDouble.of(seconds.asDouble()) : OptionalDouble.empty())));
    }

    private static Reply batch(JsonNode json, int texts) {
        if (json.has("embeddings")) {
            return new Reply.Foreign("the model answers with vectors instead of labels: leave spec.evaluation out");
        }
        JsonNode predictions = json.path("predictions");
        if (!predictions.isArray() || predictions.size() != texts) {
            return new Reply.Failed("answered %d texts with %s predictions"
                    .formatted(texts, predictions.isArray() ? predictions.size() : "no"));
        }
        List<Answer> answers = new ArrayList<>();
        for (JsonNode prediction : predictions) {
            answers.add(answer(prediction, OptionalDouble.empty()));
        }
        return new Reply.Answered(answers);
    }

    private static Answer answer(JsonNode json, OptionalDouble seconds) {
        List<Score> scores = new ArrayList<>();
        for (JsonNode entry : json.path("predictions")) {
            JsonNode label = entry.path("label");
            JsonNode score = entry.path("score");
            if (!label.isTextual()) {
                return new Answer.Broken("a prediction has no label");
            }
            if (!score.isNumber() || !Double.isFinite(score.asDouble())) {
                return new Answer.Broken("a score is not a finite number: " + score);
            }
            scores.add(new Score(label.asText(), score.asDouble()));
        }
        if (scores.isEmpty()) {
            return new Answer.Broken("no label");
        }
        scores.sort(Comparator.comparingDouble(Score::score).reversed());
        return new Answer.Labels(
                scores.subList(0, Math.min(Answer.MOST_LABELS, scores.size())),
                json.path("truncated").asBoolean(),
                seconds);
    }

    static JsonNode json(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
