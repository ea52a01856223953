package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.canaryObjects;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

/** What get shows of a server, and what it ends with. */
@EnableKubernetesMockClient(crud = true)
class GetCommandTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private CommandLineRun get(int code, String... arguments) {
        var run = new CommandLineRun(client);
        assertEquals(code, run.run(arguments), run.err());
        return run;
    }

    @Test
    void withoutANameATable() {
        CommandLineRun.create(client, canary());
        var run = get(0, "get", "-n", "models");
        assertEquals("NAME   READY", run.out().substring(0, 12));
        assertTrue(run.out().contains("\nspam   False   Paused "), run.out());
    }

    @Test
    void withANameATreeOfRevisionsAndPods() {
        CommandLineRun.create(client, canary());
        CommandLineRun.create(client, canaryObjects());
        var run = get(0, "get", "mdep/spam", "-n", "models");
        assertTrue(run.out().contains("└─ ✔ spam-6xk2cbbbbb-aaaaa"), run.out());
        assertTrue(run.out().contains("1 older revision: see history"), run.out());
    }

    @Test
    void jsonIsWhatTheServerHas() throws Exception {
        CommandLineRun.create(client, canary());
        var one = new ObjectMapper()
                .readTree(get(0, "get", "spam", "-n", "models", "-o", "json").out());
        assertEquals("z9qdwccccc", one.at("/status/candidateRevision").asText());
        var all = new ObjectMapper().readTree(get(0, "get", "-A", "-o", "json").out());
        assertEquals("List", all.at("/kind").asText());
        assertEquals("ModelDeployment", all.at("/items/0/kind").asText());
        assertEquals("spam", all.at("/items/0/metadata/name").asText());
    }

    @Test
    void yamlAndNamesToo() {
        CommandLineRun.create(client, canary());
        assertTrue(get(0, "get", "spam", "-n", "models", "-o", "yaml")
                .out()
                .contains("candidateRevision: \"z9qdwccccc\""));
        assertEquals(
                "modeldeployment.serving.modeldeployment.io/spam\n",
                get(0, "get", "-n", "models", "-o", "name").out());
    }

    @Test
    void nothingThereIsSaidAndIsNoFailure() {
        var run = get(0, "get", "-n", "models");
        assertEquals("", run.out());
        assertEquals("No ModelDeployments in the namespace models.\n", run.err());
    }

    @Test
    void whatIsNotThereEndsWithThree() {
        var run = get(3, "get", "ham", "-n", "models");
        assertEquals(
                "error: there is no ModelDeployment ham in the namespace models; 'kubectl mdep get -A' lists all\n",
                run.err());
    }

    @Test
    void aWrongCommandLineEndsWithTwoAndOneLine() {
        for (String[] line : new String[][] {
            {"get", "--nonsense"},
            {"gett"},
            {"get", "-o", "xml"},
            {"get", "spam", "-A"},
            {"get", "pod/spam"},
            {"get", "spam", "more"},
            {"get", "-w", "-o", "yaml"}
        }) {
            var run = get(2, line);
            assertEquals(1, run.err().lines().count(), run.err());
            assertTrue(run.err().startsWith("error: "), run.err());
        }
    }

    @Test
    void helpIsNoFailure() {
        assertTrue(get(0).out().contains("Exit codes:"));
        assertTrue(get(0, "get", "--help").out().contains("--watch"));
    }
}
