package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.deployment;
import static io.modeldeployment.cli.Fixture.revision;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.modeldeployment.cli.Fixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What history shows. */
@EnableKubernetesMockClient(crud = true)
class HistoryCommandTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @BeforeEach
    void objects() {
        String content = "{\"model\":{\"name\":\"spam\",\"source\":{\"image\":{\"reference\":\"%s\"}}}%s}";
        CommandLineRun.create(
                client,
                canary(),
                revision(1, "4hf7daaaaa", content.formatted("reg.example.com/spam:v1", "")),
                revision(2, "6xk2cbbbbb", ""),
                revision(
                        3,
                        "z9qdwccccc",
                        content.formatted("reg.example.com/spam:v2", ",\"server\":{\"maxTokens\":256}")),
                deployment("6xk2cbbbbb", 3, "blue"),
                deployment("z9qdwccccc", 1, "green"));
    }

    @Test
    void everyRevisionSaysWhatItChanged() {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("history", "spam", "-n", "models"), run.err());
        assertEquals("""
                NUMBER   REVISION     COLOUR   ROLE        PODS   CREATED   CHANGED
                3        z9qdwccccc   green    candidate   1      AGO model.source.image.reference …v1 -> …v2; server.maxTokens set to 256
                2        6xk2cbbbbb   blue     stable      3      AGO not known: only its pods are kept
                1        4hf7daaaaa   -        retired     0      AGO the first that is kept
                """, run.out().replaceAll("\\S+ ago +", "AGO "));
    }

    @Test
    void forProgramsChangesAreFields() throws Exception {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("history", "spam", "-n", "models", "-o", "json"), run.err());
        var document = new ObjectMapper().readTree(run.out());
        assertEquals("z9qdwccccc", document.at("/revisions/0/revision").asText());
        assertEquals("candidate", document.at("/revisions/0/role").asText());
        assertEquals(25, document.at("/revisions/0/weight").asInt());
        assertEquals(
                "reg.example.com/spam:v2",
                document.at("/revisions/0/changes/0/to").asText());
        assertTrue(document.at("/revisions/1/content").isMissingNode());
        assertEquals(
                Fixture.NOW.toString().substring(0, 4),
                document.at("/revisions/0/created").asText().substring(0, 4));
    }

    @Test
    void whatIsNotThereEndsWithThree() {
        assertEquals(3, new CommandLineRun(client).run("history", "ham", "-n", "models"));
        assertEquals(3, new CommandLineRun(client).run("undo", "spam", "--to-revision", "9", "-n", "models"));
        assertEquals(2, new CommandLineRun(client).run("undo", "spam", "--to-revision", "0", "-n", "models"));
    }
}
