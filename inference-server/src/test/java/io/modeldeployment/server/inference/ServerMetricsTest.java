package io.modeldeployment.server.inference;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.fixture.FakeGpus;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.scoring.LabelScore;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServerMetricsTest {
    private static final Duration TOOK = Duration.ofMillis(7);
    private static final String LABELS = "model_name=\"m\",revision=\"r1\"";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerMetrics metrics = new ServerMetrics(registry, "m", "r1");

    private void assertShows(String sample) {
        assertTrue(registry.scrape().contains(sample + "\n"), () -> sample + " is not in\n" + registry.scrape());
    }

    private static String requests(RequestStatus status) {
        return "model_predictions_total{" + LABELS + ",status=\"" + status.label() + "\"}";
    }

    private static String failures(FailureReason reason) {
        return "model_prediction_failures_total{model_name=\"m\",reason=\"" + reason.label() + "\",revision=\"r1\"}";
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryStatusBeforeItHappens(RequestStatus status) {
        assertShows(requests(status) + " 0.0");
    }

    @ParameterizedTest
    @EnumSource
    void showsEveryReasonBeforeItHappens(FailureReason reason) {
        assertShows(failures(reason) + " 0.0");
    }

    private static Answer said(List<LabelScore> labels) {
        return new Answer.Classification(labels, new float[2], 3, false, false);
    }

    @Test
    void countsAnAnsweredRequestWithItsTimeAndItsBestLabels() {
        LabelScore spam = new LabelScore("spam", 0.9f, 1);
        LabelScore ham = new LabelScore("ham", 0.1f, 2);
        metrics.onAnswers(List.of(said(List.of(spam, ham)), said(List.of(spam)), said(List.of(ham))), TOOK);

        assertShows(requests(RequestStatus.SUCCESS) + " 1.0");
        assertShows("model_predicted_labels_total{label=\"spam\"," + LABELS + "} 2.0");
        assertShows("model_predicted_labels_total{label=\"ham\"," + LABELS + "} 1.0");
        assertShows("model_prediction_duration_seconds_bucket{from_cache=\"false\"," + LABELS + ",le=\"0.005\"} 0");
        assertShows("model_prediction_duration_seconds_bucket{from_cache=\"false\"," + LABELS + ",le=\"0.01\"} 1");
    }

    @Test
    void tellsWrongInputAbandonedRequestsAndFaultsOfItsOwnApart() {
        metrics.onFailed(new InvalidInputException("too long"), TOOK);
        metrics.onFailed(new InterruptedException(), TOOK);
        metrics.onFailed(new IllegalStateException(), TOOK);
        metrics.onRefused(RequestStatus.RATE_LIMITED);

        assertShows(requests(RequestStatus.INVALID) + " 1.0");
        assertShows(requests(RequestStatus.CANCELLED) + " 1.0");
        assertShows(requests(RequestStatus.ERROR) + " 1.0");
        assertShows(requests(RequestStatus.RATE_LIMITED) + " 1.0");
        assertShows(failures(FailureReason.INTERNAL) + " 1.0");
        assertShows("model_prediction_duration_seconds_count{from_cache=\"false\"," + LABELS + "} 0");
    }

    @Test
    void timesApartWhatNeededNoComputing() {
        Answer kept = new Answer.Embedding(new float[1], 3, false, true);
        Answer fresh = new Answer.Embedding(new float[1], 3, false, false);
        metrics.onAnswers(List.of(kept), TOOK);
        metrics.onAnswers(List.of(kept, fresh), TOOK);

        assertShows("model_prediction_duration_seconds_count{from_cache=\"true\"," + LABELS + "} 1");
        assertShows("model_prediction_duration_seconds_count{from_cache=\"false\"," + LABELS + "} 1");
    }

    @Test
    void countsTheOperatorsQuestionsNowhereElse() {
        metrics.synthetic().onAnswers(List.of(said(List.of(new LabelScore("spam", 1, 1)))), TOOK);
        metrics.synthetic().onFailed(new IllegalStateException(), TOOK);

        assertShows("model_synthetic_requests_total{" + LABELS + "} 2.0");
        assertShows(requests(RequestStatus.SUCCESS) + " 0.0");
        assertShows(requests(RequestStatus.ERROR) + " 0.0");
        assertFalse(registry.scrape().contains("model_predicted_labels_total"), "a label of a synthetic request");
    }

    @Test
    void countsAFailedForwardPassOnceHoweverManyRequestsWereInIt() {
        BackendException failure = new BackendException("out of memory");
        metrics.onForwardFailed(failure);
        metrics.onFailed(failure, TOOK);
        metrics.onFailed(failure, TOOK);

        assertShows(requests(RequestStatus.ERROR) + " 2.0");
        assertShows(failures(FailureReason.ENGINE) + " 1.0");
        assertShows(failures(FailureReason.INTERNAL) + " 0.0");
    }

    @Test
    void showsWhatTheBatcherSpared() {
        metrics.onCoalesced(3);
        assertShows("model_coalesced_texts_total{" + LABELS + "} 3.0");
    }

    @Test
    void showsHowAQuantisedModelComparesWithFloat32() {
        metrics.watch(new Agreement(64, 0.984375, 0.9));
        assertShows("model_quantization_agreement{measure=\"share\"," + LABELS + "} 0.984375");
        assertShows("model_quantization_agreement{measure=\"worst\"," + LABELS + "} 0.9");
    }

    @Test
    void asksEachGpuWhenTheMetricsAreRead() {
        FakeGpus gpus = new FakeGpus();
        metrics.watch(gpus);
        gpus.busy(87);

        assertShows("model_gpu_usage_percent{gpu_id=\"0\"," + LABELS + "} 87.0");
        assertShows("model_memory_usage_bytes{memory_type=\"gpu_0\"," + LABELS + "} 1024.0");
        assertShows("model_gpu_memory_total_bytes{gpu_id=\"1\"," + LABELS + "} 4096.0");
        // A slice of a GPU has no utilisation of its own.
        assertFalse(registry.scrape().contains("model_gpu_usage_percent{gpu_id=\"1\""));
    }
}
