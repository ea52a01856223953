package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.verdict.PodReading;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Reads the metrics that the inference server shows on its management port. */
public final class HttpMetricsSource implements MetricsSource {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** Some fifty times what a server with a hundred labels shows. */
    private static final int MOST_BYTES = 4 << 20;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

    @Override
    public PodReading read(PodAddress pod) throws UnmeasuredException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(pod.metricsUrl()))
                .timeout(TIMEOUT)
                .build();
        try {
            HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                if (answer.statusCode() != 200) {
                    throw new UnmeasuredException(pod.metricsUrl() + " answered " + answer.statusCode());
                }
                String text = new String(body.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
                return MetricsText.parse(text)
                        .orElseThrow(() -> new UnmeasuredException(
                                pod.metricsUrl() + " shows no model_predictions_total: is it the inference server?"));
            }
        } catch (IOException e) {
            throw new UnmeasuredException(pod.metricsUrl() + " does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnmeasuredException("interrupted");
        }
    }
}
