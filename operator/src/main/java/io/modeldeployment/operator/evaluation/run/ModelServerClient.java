package io.modeldeployment.operator.evaluation.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.modeldeployment.operator.evaluation.Answer;
import io.modeldeployment.operator.http.BoundedHttp;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Asks one model server, so that it counts the questions apart from those of users. */
final class ModelServerClient {
    private static final long MOST_BYTES = 8L << 20;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final BoundedHttp http;

    ModelServerClient(HttpClient client) {
        this.http = new BoundedHttp(client, MOST_BYTES);
    }

    /** What the server says of its model; empty if it says nothing yet. */
    Optional<ModelCard> card(PodAddress pod, Deadline deadline) throws InterruptedException {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(pod.uri("/info")).GET(), BodyHandlers.ofString(), deadline.atMost(TIMEOUT));
            var json = ReplyReader.json(answer.body());
            return answer.statusCode() == 200 && json.path("labels").isArray()
                    ? Optional.of(ModelCard.of(json))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Asks for the labels of {@code texts}: a single text by {@code /predict}, which is timed, others by {@code /batch_predict}. */
    Reply ask(PodAddress pod, List<String> texts, Deadline deadline) throws InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        if (texts.size() == 1) {
            body.put("text", texts.getFirst());
        } else {
            texts.forEach(body.putArray("texts")::add);
        }
        body.put("top_k", Answer.MOST_LABELS);
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(pod.uri(texts.size() == 1 ? "/predict" : "/batch_predict"))
                            .header("Content-Type", "application/json")
                            .header("X-Synthetic-Request", "true")
                            .POST(BodyPublishers.ofString(body.toString())),
                    BodyHandlers.ofString(),
                    deadline.atMost(TIMEOUT));
            return ReplyReader.read(
                    answer.statusCode(),
                    answer.body(),
                    texts.size(),
                    answer.headers().firstValue("Retry-After"));
        } catch (IOException e) {
            return new Reply.Busy("%s: %s".formatted(pod, BoundedHttp.words(e)), Optional.empty());
        }
    }
}
