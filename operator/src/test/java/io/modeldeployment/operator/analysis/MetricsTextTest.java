package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTextTest {
    private static final String TEXT = """
            # HELP model_predictions_total Requests by outcome
            # TYPE model_predictions_total counter
            model_predictions_total{model_name="m",revision="r",status="success"} 90.0
            model_predictions_total{model_name="m",revision="r",status="error"} 3.0
            model_predictions_total{model_name="m",revision="r",status="rejected"} 2.0
            model_predictions_total{model_name="m",revision="r",status="invalid"} 50.0
            model_predictions_total{model_name="m",revision="r",status="rate_limited"} 7.0
            model_prediction_duration_seconds_bucket{from_cache="false",le="0.1"} 60
            model_prediction_duration_seconds_bucket{from_cache="false",le="1.0"} 79
            model_prediction_duration_seconds_bucket{from_cache="false",le="+Inf"} 80
            model_prediction_duration_seconds_bucket{from_cache="false",le="soon"} 80
            model_prediction_duration_seconds_count{from_cache="false"} 80
            model_prediction_duration_seconds_bucket{from_cache="true",le="0.1"} 10
            model_prediction_duration_seconds_count{from_cache="true"} 10
            model_predicted_labels_total{label="a \\"}\\\\ b",model_name="m"} 1.2E1
            model_predicted_labels_total{label="spam",model_name="m"} 30 1700000000
            model_queue_size 4
            """;

    private static Map<Metric, ArmCounts> parsed() {
        return MetricsText.parse(TEXT).orElseThrow().counters();
    }

    @Test
    void countsWhatTheServerCouldNotAnswerAndNotWhatItsUsersDidWrong() {
        assertEquals(new ArmCounts(95, Map.of("", 5L)), parsed().get(Metric.ERROR_RATE));
    }

    @Test
    void countsAnswersWithinEachBoundWithoutThoseOfTheCache() {
        assertEquals(new ArmCounts(80, Map.of("0.1", 60L, "1.0", 79L)), parsed().get(Metric.LATENCY));
    }

    @Test
    void countsLabelsWhateverTheyAreCalled() {
        assertEquals(new ArmCounts(42, Map.of("a \"}\\ b", 12L, "spam", 30L)), parsed().get(Metric.LABEL_DRIFT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>not metrics</html>",
                "go_goroutines 7",
                "model_predictions_total{status=\"success\"} NaN",
                "model_predictions_total{status=\"success\"",
                "model_predictions_total{status=\"suc"
            })
    void takesNothingElseForAnInferenceServer(String text) {
        assertTrue(MetricsText.parse(text).isEmpty());
    }
}
