package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.cli.Fixture;
import io.modeldeployment.cli.cluster.Kind;
import java.io.BufferedReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A watch says what changes, also after the connection was lost. */
class WatchIT {
    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);
    private final URI server =
            URI.create(Config.fromKubeconfig(ApiServer.shared().kubeConfig()).getMasterUrl());
    private final Relay relay = new Relay(server);
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void model() {
        ApiServer.createModel(client, Fixture.CANARY.replace("namespace: models", "namespace: " + namespace));
    }

    @AfterEach
    void close() {
        relay.close();
        client.close();
    }

    @Test
    void aBrokenConnectionLosesNoChange() throws Exception {
        String through = ApiServer.shared().kubeConfig().replace(":" + server.getPort(), ":" + relay.port());
        Process watch = new Plugin(through, "").start("get", "spam", "-n", namespace, "--watch");
        try (BufferedReader lines = watch.inputReader(StandardCharsets.UTF_8)) {
            await(lines, "phase: Paused");
            setStep("3/4");
            await(lines, "step: 2/4 -> 3/4");
            assertTrue(relay.cut() > 0, "nothing was connected");
            setStep("4/4");
            await(lines, "step: 3/4 -> 4/4");
            client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                    .inNamespace(namespace)
                    .withName("spam")
                    .delete();
            await(lines, "spam was deleted");
        } finally {
            watch.destroy();
        }
    }

    private void setStep(String step) {
        client.genericKubernetesResources(Kind.MODEL_DEPLOYMENT.context())
                .inNamespace(namespace)
                .withName("spam")
                .editStatus(resource -> {
                    Map<String, Object> status = resource.get("status");
                    status.put("step", step);
                    return resource;
                });
    }

    private void await(BufferedReader lines, String part) {
        assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> {
                    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                        seen.add(line);
                        if (line.contains(part)) {
                            return;
                        }
                    }
                    throw new AssertionError("it ended before '" + part + "'");
                },
                () -> "'" + part + "' did not come; seen:\n" + String.join("\n", seen));
    }
}
