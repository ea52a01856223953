package io.modeldeployment.cli.history;

import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.cli.view.Fields;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RestoringTest {
    private static final Fields SPEC = yaml("""
            replicas: 3
            strategy: {canary: {}}
            model: {name: spam, task: TextClassification, source: {image: {reference: 'spam:v2', path: /model}}}
            server: {port: 8000, maxTokens: 256, resources: {limits: {memory: 1Gi, cpu: 500m}}}
            scheduling: {nodeSelector: {zone: a}}
            """);

    @Test
    void onlyWhatDiffersIsPatched() {
        var patch = Restoring.patch(SPEC, yaml("""
                model: {name: spam, source: {image: {reference: 'spam:v1'}}}
                server: {maxTokens: 256, resources: {limits: {memory: 1073741824, cpu: 0.5}}}
                scheduling: {nodeSelector: {zone: a}}
                """));
        Map<?, ?> model = (Map<?, ?>) Objects.requireNonNull(patch.get("model"));
        assertEquals(
                "spam:v1", Fields.of(model).text("source", "image", "reference").orElseThrow());
        assertEquals(List.of("source", "task"), model.keySet().stream().toList());
        assertNull(model.get("task"));
        Map<?, ?> server = (Map<?, ?>) Objects.requireNonNull(patch.get("server"));
        assertEquals(List.of("port"), server.keySet().stream().toList(), "quantities are equal by value");
    }

    @Test
    void whatTheRevisionDidNotHaveIsRemoved() {
        var patch = Restoring.patch(SPEC, yaml("model: {name: spam}"));
        assertTrue(patch.containsKey("server"));
        assertNull(patch.get("server"));
        assertNull(patch.get("scheduling"));
        assertTrue(!patch.containsKey("replicas") && !patch.containsKey("strategy"), "those make no revision");
    }

    @Test
    void partsOfANewerOperatorComeBackToo() {
        var patch = Restoring.patch(SPEC, yaml("model: {name: spam}\naccelerator: {count: 2}"));
        assertEquals(Map.of("count", 2), patch.get("accelerator"));
    }

    @Test
    void quantitiesAreWrittenAsPeopleWriteThem() {
        var patch = Restoring.patch(
                yaml("model: {name: spam}"),
                yaml(
                        "model: {name: spam}\nserver: {resources: {limits: {memory: 1073741824, cpu: 0.5, nvidia.com/gpu: 1}}}"));
        assertEquals(
                Map.of("resources", Map.of("limits", Map.of("memory", "1Gi", "cpu", "500m", "nvidia.com/gpu", "1"))),
                patch.get("server"));
        assertEquals("1500m", Restoring.quantity(1.5));
        assertEquals("1500", Restoring.quantity(1500));
        assertEquals("0", Restoring.quantity(0));
        assertEquals("1536Mi", Restoring.quantity(1536L * 1024 * 1024));
    }

    @Test
    void theSameContentNeedsNoPatch() {
        assertEquals(Map.of(), Restoring.patch(yaml("model: {name: spam}"), yaml("model: {name: spam}")));
    }
}
