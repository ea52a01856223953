package io.modeldeployment.operator.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.modeldeployment.operator.http.BoundedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Reads the texts that a server keeps of its users, on its management port. */
final class SampleReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final long MOST_BYTES = 8L << 20;
    private static final String HOW_TO = "set spec.server.sampleSize and promote that revision, or leave Agreement out";

    private final BoundedHttp http;
    private final ToIntFunction<PodAddress> managementPort;

    SampleReader(HttpClient client) {
        this(client, pod -> pod.port() + 1);
    }

    SampleReader(HttpClient client, ToIntFunction<PodAddress> managementPort) {
        this.http = new BoundedHttp(client, MOST_BYTES);
        this.managementPort = managementPort;
    }

    /** The texts; {@code UnmeasurableException} where none are kept, or they cannot be read. */
    List<String> read(PodAddress pod) throws UnmeasurableException, InterruptedException {
        URI uri = new PodAddress(pod.ip(), managementPort.applyAsInt(pod)).uri("/sample");
        try {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(uri).GET(), BodyHandlers.ofString(), TIMEOUT);
            JsonNode json = ReplyReader.json(answer.body());
            if (answer.statusCode() != 200 || !json.path("texts").isArray()) {
                throw new UnmeasurableException(
                        "the stable revision's server has no sample of texts (it answered %d at %s): %s"
                                .formatted(answer.statusCode(), uri, HOW_TO));
            }
            if (json.path("size").asInt() == 0) {
                throw new UnmeasurableException("the stable revision keeps no sample of texts: " + HOW_TO);
            }
            List<String> texts = new ArrayList<>();
            json.path("texts").forEach(text -> texts.add(text.asText()));
            return texts;
        } catch (IOException e) {
            throw new UnmeasurableException("%s: %s".formatted(uri, BoundedHttp.words(e)));
        }
    }
}
