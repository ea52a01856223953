package io.modeldeployment.operator.analysis;

import io.modeldeployment.operator.http.BoundedHttp;
import io.modeldeployment.operator.verdict.PodReading;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Reads the metrics that the inference server shows on its management port. */
public final class HttpMetricsSource implements MetricsSource {
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(2);
    /** Some fifty times what a server with a hundred labels shows. */
    private static final int MOST_BYTES = 4 << 20;

    private final BoundedHttp http = new BoundedHttp(BoundedHttp.newClient(), MOST_BYTES);
    private final Duration timeout;

    /** Waits two seconds for each answer. */
    public HttpMetricsSource() {
        this(USUAL_TIMEOUT);
    }

    HttpMetricsSource(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public PodReading read(PodAddress pod) throws UnmeasuredException {
        var request = HttpRequest.newBuilder(URI.create(pod.metricsUrl()));
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString(), timeout);
            if (answer.statusCode() != 200) {
                throw new UnmeasuredException(pod.metricsUrl() + " answered " + answer.statusCode());
            }
            return MetricsText.parse(answer.body())
                    .orElseThrow(() -> new UnmeasuredException(
                            pod.metricsUrl() + " shows no model_predictions_total: is it the inference server?"));
        } catch (IOException e) {
            throw new UnmeasuredException(pod.metricsUrl() + " does not answer: " + BoundedHttp.words(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnmeasuredException("interrupted");
        }
    }
}
