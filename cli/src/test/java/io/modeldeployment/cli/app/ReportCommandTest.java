package io.modeldeployment.cli.app;

import static io.modeldeployment.cli.Fixture.canary;
import static io.modeldeployment.cli.Fixture.revision;
import static io.modeldeployment.cli.Fixture.yaml;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report holds, and above all what not. */
@EnableKubernetesMockClient(crud = true)
@SuppressWarnings("NullAway") // a file that is absent fails the test
class ReportCommandTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesMockServer server;

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    @BeforeEach
    void objects() {
        CommandLineRun.create(
                client,
                canary(
                        "namespace: models",
                        "namespace: models\n  annotations: {example.com/hook: LEAK-annotation}",
                        "Waits 2m30s more at step 2",
                        "asked with token=LEAK-message"),
                revision(
                        3,
                        "z9qdwccccc",
                        "{\"model\":{\"name\":\"spam\"},\"server\":{\"env\":[{\"name\":\"A\",\"value\":\"LEAK-content\"}]}}"),
                yaml("""
                        apiVersion: v1
                        kind: Pod
                        metadata:
                          name: spam-z9qdwccccc-bbbbb
                          namespace: models
                          labels: {serving.modeldeployment.io/name: spam, serving.modeldeployment.io/revision: z9qdwccccc}
                        spec:
                          containers:
                          - name: server
                            image: server
                            args: [serve, --redis, 'redis://me:LEAK-url@redis:6379', --api-key, LEAK-flag]
                            env:
                            - {name: PLAIN, value: LEAK-environment}
                            - {name: REF, valueFrom: {secretKeyRef: {name: redis, key: password}}}
                        status: {phase: Running}
                        """));
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("redis")
                        .withNamespace("models")
                        .endMetadata()
                        .addToStringData("password", "LEAK-secret")
                        .addToData("password", "TEVBSy1zZWNyZXQ=")
                        .build())
                .create();
        server.expect()
                .get()
                .withPath(
                        "/api/v1/namespaces/models/pods/spam-z9qdwccccc-bbbbb/log?pretty=false&container=server&tailLines=500")
                .andReturn(200, "starts with LEAK-environment\nAuthorization: Bearer LEAK-bearer-123\n")
                .always();
        server.expect()
                .get()
                .withPath("/api/v1/namespaces/models/pods/spam-z9qdwccccc-bbbbb:8000/proxy/metrics")
                .andReturn(200, "requests_total 7\n")
                .always();
    }

    private Map<String, String> report(String... more) throws IOException {
        var run = new CommandLineRun(client);
        var arguments = new java.util.ArrayList<>(java.util.List.of(
                "report",
                "spam",
                "-n",
                "models",
                "--file",
                folder.resolve("report.zip").toString()));
        java.util.Collections.addAll(arguments, more);
        assertEquals(0, run.run(arguments.toArray(String[]::new)), run.err());
        var files = new LinkedHashMap<String, String>();
        try (var zip = new ZipFile(folder.resolve("report.zip").toFile())) {
            for (var entry : java.util.Collections.list(zip.entries())) {
                files.put(
                        entry.getName(), new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
                assertTrue(
                        run.out().contains(entry.getName().replace("report/", "")),
                        "is not in the list that is printed");
            }
        }
        return files;
    }

    @Test
    void noSecretIsInIt() throws Exception {
        var files = report();
        files.forEach((name, text) -> assertFalse(text.contains("LEAK"), () -> name + ":\n" + text));
        files.forEach((name, text) -> assertFalse(text.contains("TEVBSy1zZWNyZXQ="), name));
        assertTrue(
                files.get("report/logs/spam-z9qdwccccc-bbbbb-server.log").startsWith("starts with <redacted>"),
                files::toString);
        assertTrue(files.get("report/metrics/spam-z9qdwccccc-bbbbb.txt").contains("requests_total 7"));
        assertTrue(files.get("report/pods.yaml").contains("PLAIN"));
        assertTrue(files.get("report/rollout.txt").contains("z9qdwccccc"));
        assertTrue(files.get("report/README.txt").contains("Secrets were not read"));
    }

    @Test
    void withoutLogsThereAreNone() throws Exception {
        assertTrue(report("--no-logs").keySet().stream().noneMatch(name -> name.endsWith(".log")));
    }

    @Test
    void aFileThatIsThereIsNotOverwritten() throws Exception {
        report();
        var run = new CommandLineRun(client);
        assertEquals(
                1,
                run.run(
                        "report",
                        "spam",
                        "-n",
                        "models",
                        "-f",
                        folder.resolve("report.zip").toString()));
        assertTrue(run.err().contains("is there already"), run.err());
    }
}
