package io.modeldeployment.e2e.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class CountedTest {
    private static final String PAGE = """
            # TYPE model_predictions_total counter
            model_predictions_total{model_name="spam",revision="a",status="success"} 195.0
            model_predictions_total{model_name="spam",revision="a",status="error"} 4.0
            model_predictions_total{model_name="spam",revision="a",status="rejected"} 1.0
            model_predictions_total{model_name="spam",revision="a",status="invalid"} 7.0
            model_prediction_duration_seconds_bucket{from_cache="false",model_name="spam",le="0.1"} 98
            model_prediction_duration_seconds_bucket{from_cache="false",model_name="spam",le="0.2"} 100
            model_prediction_duration_seconds_bucket{from_cache="false",model_name="spam",le="+Inf"} 100
            model_prediction_duration_seconds_bucket{from_cache="true",model_name="spam",le="0.1"} 95
            model_prediction_duration_seconds_count{from_cache="false",model_name="spam"} 100
            model_tokenization_duration_seconds_sum{model_name="spam"} 4.17167E-4
            model_prediction_duration_seconds_count{from_cache="true",model_name="spam"} 95
            """;

    private static Counted page() {
        return Counted.parse(PAGE).orElseThrow();
    }

    @Test
    void whatTheServerCouldNotAnswerIsFailedAndWhatItsClientsDidWrongIsNot() {
        assertEquals(200, page().requests());
        assertEquals(5, page().failed());
        assertEquals(0.975, page().success(), 1e-9);
        assertEquals(Optional.empty(), Counted.parse("up 1\n"));
    }

    @Test
    void theP99LiesWithinABucketOfComputedAnswers() {
        assertEquals(100, page().timed());
        assertEquals(0.15, page().p99(), 1e-9);
        assertEquals(0, Counted.NONE.p99());
    }

    @Test
    void whatWasCountedBeforeCanBeTakenOff() {
        assertEquals(400, page().plus(page()).requests());
        Counted nothing = page().minus(page());
        assertEquals(0, nothing.requests());
        assertEquals(0, nothing.p99());
        assertEquals(1, nothing.success());
    }
}
