package io.modeldeployment.cli.history;

import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.cli.view.Fields;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeTest {
    private static List<String> words(String before, String after) {
        return Change.between(yaml(before), yaml(after)).stream()
                .map(Change::words)
                .toList();
    }

    @Test
    void fieldsThatDifferAreNamedInWords() {
        assertEquals(
                List.of(
                        "model.source.image.reference …v1 -> …v2",
                        "server.maxTokens 256 -> 512",
                        "server.port removed (was 9000)",
                        "server.topK set to 3"),
                words("""
                        model: {name: spam, source: {image: {reference: 'registry.example.com/models/spam:v1'}}}
                        server: {maxTokens: 256, port: 9000}
                        """, """
                        model: {name: spam, source: {image: {reference: 'registry.example.com/models/spam:v2'}}}
                        server: {maxTokens: 512, topK: 3}
                        """));
    }

    @Test
    void listsAreComparedPlaceByPlace() {
        assertEquals(
                List.of("scheduling.tolerations[1].key set to gpu"),
                words(
                        "scheduling: {tolerations: [{key: cpu}]}",
                        "scheduling: {tolerations: [{key: cpu}, {key: gpu}]}"));
    }

    @Test
    void ofManyTheFirstAreNamed() {
        var changes = Change.between(Fields.NONE, yaml("a: 1\nb: 2\nc: 3\nd: 4"));
        assertEquals("a set to 1; b set to 2; and 2 more", Change.words(changes, 2));
    }
}
