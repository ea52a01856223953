package io.modeldeployment.operator.probe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.rollout.Probe;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Asks a pod by HTTP: {@code GET /health/ready}, then {@code POST /predict} with a short text, again at once where that fails. */
public final class HttpPodProbe implements PodProbe {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);
    /** Some twenty times an embedding of 4,096 numbers. */
    private static final int MOST_BYTES = 1 << 20;
    /**
     * So many failures in a row are a failed pod; a single one is not: candidates are asked every few seconds, and where one of a
     * thousand requests fails, now as before, most of them would be taken back by that.
     */
    private static final int FAILURES_IN_A_ROW = 5;

    private static final String QUESTION = "{\"text\":\"Can this model answer?\"}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BoundedHttp http = new BoundedHttp(BoundedHttp.newClient(), MOST_BYTES);
    private final Duration timeout;

    /** Waits five seconds for each answer. */
    public HttpPodProbe() {
        this(USUAL_TIMEOUT);
    }

    HttpPodProbe(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public Probe ask(String ip, int port) {
        try {
            String base = "http://" + Addresses.authority(ip, port);
            var ready = send(
                    HttpRequest.newBuilder(URI.create(base + "/health/ready")).GET());
            if (ready.statusCode() != 200) {
                return notReady(ready);
            }
            HttpResponse<String> answer = question(base);
            for (int failures = 1; answer.statusCode() == 500 && failures < FAILURES_IN_A_ROW; failures++) {
                answer = question(base);
            }
            return judge(answer);
        } catch (IOException e) {
            return new Probe.NoAnswer(BoundedHttp.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Probe.NoAnswer("interrupted");
        }
    }

    private HttpResponse<String> question(String base) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(URI.create(base + "/predict"))
                .header("Content-Type", "application/json")
                // The server counts it apart, so that the operator does not judge its own questions.
                .header("X-Synthetic-Request", "true")
                .POST(HttpRequest.BodyPublishers.ofString(QUESTION)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request, HttpResponse.BodyHandlers.ofString(), timeout);
    }

    /** A server that says itself that its model is unhealthy will not get better by waiting. */
    private static Probe notReady(HttpResponse<String> answer) {
        JsonNode body = json(answer.body());
        String reason = body.path("reason").asText("answered " + answer.statusCode());
        return body.path("status").asText().equals("unhealthy")
                ? new Probe.Failed("the server is unhealthy: " + reason)
                : new Probe.NoAnswer(reason);
    }

    /** Whether an answer to {@code /predict} is a prediction: labels with finite scores (a regression has any), or a finite vector. */
    static Probe judge(HttpResponse<String> answer) {
        return judge(answer.statusCode(), answer.body());
    }

    static Probe judge(int status, String body) {
        JsonNode json = json(body);
        return switch (status) {
            case 200 -> judgePrediction(json);
            case 408, 429, 502, 503, 504 -> new Probe.Busy("busy, answered " + status);
            case 404, 405 -> new Probe.Failed("/predict answered " + status + ": is it the inference server's image?");
            default ->
                new Probe.Failed("/predict answered " + status + ": "
                        + json.path("detail").asText("without a reason"));
        };
    }

    private static Probe judgePrediction(JsonNode json) {
        JsonNode embedding = json.path("embedding");
        if (embedding.isArray()) {
            return allFinite(embedding) ? new Probe.Passed() : new Probe.Failed("the embedding is empty or not finite");
        }
        JsonNode predictions = json.path("predictions");
        if (!predictions.isArray() || predictions.isEmpty()) {
            return new Probe.Failed("/predict answered without a prediction");
        }
        for (JsonNode prediction : predictions) {
            JsonNode score = prediction.path("score");
            if (!score.isNumber() || !Double.isFinite(score.asDouble())) {
                return new Probe.Failed("a score is not a finite number: " + score);
            }
        }
        return new Probe.Passed();
    }

    private static boolean allFinite(JsonNode numbers) {
        for (JsonNode number : numbers) {
            if (!number.isNumber() || !Double.isFinite(number.asDouble())) {
                return false;
            }
        }
        return !numbers.isEmpty();
    }

    private static JsonNode json(String body) {
        try {
            JsonNode node = JSON.readTree(body);
            return node == null ? JSON.missingNode() : node;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
