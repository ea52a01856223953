package io.modeldeployment.operator.probe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.http.Addresses;
import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.storage.JobView.Progress;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** Asks by {@code GET /progress}, as {@code modelserver model} answers it. */
public final class HttpJobProgress implements JobProgress {
    /** Short: it only decorates a status. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final BoundedHttp http = new BoundedHttp(BoundedHttp.newClient(), 16 << 10);

    @Override
    public Optional<Progress> ask(String ip, int port) {
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://" + Addresses.authority(ip, port) + "/progress")),
                    HttpResponse.BodyHandlers.ofString(),
                    TIMEOUT);
            return answer.statusCode() == 200 ? Optional.of(read(JSON.readTree(answer.body()))) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Progress read(JsonNode answer) {
        boolean verifying = answer.path("phase").asText().equals("Verifying");
        return new Progress(
                verifying ? ModelPhase.VERIFYING : ModelPhase.FETCHING,
                Math.max(0, answer.path("bytesDone").asLong()),
                Math.max(0, answer.path("bytesTotal").asLong()));
    }
}
