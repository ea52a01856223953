package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.cluster.Kind;
import io.modeldeployment.cli.view.Fields;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups are listed and asked for. */
@EnableKubernetesMockClient(crud = true)
class BackupsCommandTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @BeforeEach
    void objects() {
        CommandLineRun.create(
                client,
                canary(),
                backup("spam-202601010300", "spam", "2026-01-01T03:00:00Z"),
                backup("spam-before-z9qdw", "spam", "2026-01-03T12:00:00Z"),
                backup("spam-202601020300", "spam", "2026-01-02T03:00:00Z"),
                backup("ham-202601020300", "ham", "2026-01-02T03:00:00Z"));
    }

    private static Fields backup(String name, String of, String start) {
        return Fields.of(Serialization.unmarshal("""
                ---
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelBackup
                metadata: {name: %s, namespace: models}
                spec: {modelDeployment: %s}
                status:
                  phase: Ready
                  method: Copy
                  startTime: '%s'
                  size: 86.8Mi
                  model: {name: spam-minilm, digest: aa}
                """.formatted(name, of, start), Map.class));
    }

    @Test
    void rule25_theNewestComesFirst() {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("backups", "spam", "-n", "models"), run.err());
        assertEquals("""
                NAME                METHOD   PHASE   MODEL         SIZE     AGE
                spam-before-z9qdw   Copy     Ready   spam-minilm   86.8Mi
                spam-202601020300   Copy     Ready   spam-minilm   86.8Mi
                spam-202601010300   Copy     Ready   spam-minilm   86.8Mi
                """, run.out().replaceAll("86.8Mi +\\S+", "86.8Mi"));
    }

    @Test
    void forProgramsTheyAreObjects() throws Exception {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("backups", "spam", "-n", "models", "-o", "json"), run.err());
        var document = new ObjectMapper().readTree(run.out());
        assertEquals(3, document.at("/items").size());
        assertEquals("spam-before-z9qdw", document.at("/items/0/metadata/name").asText());
    }

    @Test
    void noneIsNoError() {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("backups", "eggs", "-n", "models"), run.err());
        assertTrue(run.out().startsWith("No backups"), run.out());
    }

    @Test
    void oneIsAskedForUnderAName() {
        var run = new CommandLineRun(client);
        assertEquals(0, run.run("backup", "spam", "-n", "models", "--name", "mine", "--wait=false"), run.err());
        assertEquals("mbk/mine: asked for\n", run.out());
        var made = client.genericKubernetesResources(Kind.MODEL_BACKUP.context())
                .inNamespace("models")
                .withName("mine")
                .require();
        assertEquals("spam", made.<String>get("spec", "modelDeployment"));
    }

    @Test
    void whatIsNotThereEndsWithThree() {
        assertEquals(3, new CommandLineRun(client).run("backup", "eggs", "-n", "models"));
    }
}
