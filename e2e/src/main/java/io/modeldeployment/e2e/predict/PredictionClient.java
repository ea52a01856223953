package io.modeldeployment.e2e.predict;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Asks a server for predictions, one request at a time. */
public final class PredictionClient implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    /**
     * A client of one server.
     *
     * @param base for example {@code http://10.96.0.20/}; ends with a slash
     */
    public PredictionClient(URI base) {
        this.base = base;
    }

    /** The address that single texts are posted to. */
    public URI predictUrl() {
        return base.resolve("predict");
    }

    /** The JSON body that asks about {@code text}. */
    public static String bodyFor(String text) {
        return JSON.valueToTree(Map.of("text", text)).toString();
    }

    /**
     * Classifies one text.
     *
     * @throws UncheckedIOException when there is no good answer
     */
    public Classification predict(String text) {
        return read(post("predict", bodyFor(text)), Classification.class);
    }

    /**
     * Classifies several texts in one request; answers come in the order in which the server gave them.
     *
     * @throws UncheckedIOException when there is no good answer
     */
    public List<Classification> predictAll(List<String> texts) {
        JsonNode answer =
                post("batch_predict", JSON.valueToTree(Map.of("texts", texts)).toString());
        return StreamSupport.stream(answer.path("predictions").spliterator(), false)
                .map(node -> read(node, Classification.class))
                .toList();
    }

    private JsonNode post(String path, String body) {
        var request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IOException(path + " answered HTTP " + response.statusCode() + ": " + response.body());
            }
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + base.resolve(path) + " was asked", e);
        }
    }

    private static <T> T read(JsonNode node, Class<T> type) {
        try {
            return JSON.treeToValue(node, type);
        } catch (IOException e) {
            throw new UncheckedIOException("not the answer of a classifier: " + node, e);
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
