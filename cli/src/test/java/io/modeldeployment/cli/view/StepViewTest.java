package io.modeldeployment.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The steps in words, as many and in the order in which the operator counts them. */
class StepViewTest {
    private static String words(Map<String, Object> step) {
        var spec = Fields.of(Map.of("strategy", Map.of("canary", Map.of("steps", List.of(step)))));
        return StepView.of(spec).getFirst().words();
    }

    @Test
    void whatGatewaysDoIsSaidShortly() {
        assertEquals("setMirror 20", words(Map.of("setMirror", Map.of("percentage", 20))));
        var match = Map.of("headerName", "X-Group", "headerValue", Map.of("exact", "testers"));
        assertEquals(
                "setHeaderRoute beta: X-Group testers",
                words(Map.of("setHeaderRoute", Map.of("name", "beta", "match", List.of(match)))));
        assertEquals("setHeaderRoute beta ends", words(Map.of("setHeaderRoute", Map.of("name", "beta"))));
    }

    @Test
    void aStepOfAnotherOperatorIsShownAsItIsWritten() {
        assertEquals("dance twice", words(Map.of("dance", "twice")));
    }

    private static List<String> words(String spec) {
        return StepView.of(Fields.of(Serialization.unmarshal(spec, Map.class))).stream()
                .map(StepView::words)
                .toList();
    }

    @Test
    void eachStepOfACanaryHasItsWords() {
        assertEquals(
                List.of(
                        "scale to 1 pod",
                        "scale to 50 % of the replicas",
                        "setWeight 10",
                        "pause 5m",
                        "pause until promote",
                        "scale by the weight",
                        "analysis"),
                words(
                        "strategy: {canary: {steps: [{scale: {replicas: 1}}, {scale: {percent: 50}}, {setWeight: 10},"
                                + " {pause: {duration: 5m}}, {pause: {}}, {scale: {matchTrafficWeight: true}}, {analysis: {}}]}}"));
    }

    @Test
    void anEvaluationIsAStepTheOperatorCounts() {
        assertEquals(
                List.of("evaluate", "setWeight 10"),
                words("evaluation: {}\nstrategy: {canary: {steps: [{setWeight: 10}]}}"));
        assertEquals(
                List.of("preview with 2 pods", "evaluate", "pause 0s"),
                words("evaluation: {}\nreplicas: 2\nstrategy: {blueGreen: {}}"));
    }

    @Test
    void withoutStepsThoseOfTheOperatorCount() {
        assertEquals(18, words("strategy: {canary: {}}").size());
        assertEquals("analysis", words("strategy: {canary: {analysis: {}}}").getLast());
    }
}
