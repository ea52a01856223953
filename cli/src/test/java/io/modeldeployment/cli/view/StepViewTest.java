package io.modeldeployment.cli.view;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The words for a step. */
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
}
