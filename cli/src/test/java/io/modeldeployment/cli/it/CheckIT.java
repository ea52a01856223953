package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What check finds out from a real API server. */
@SuppressWarnings("NullAway") // what is absent fails the test
class CheckIT {
    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);

    @AfterEach
    void close() {
        client.leases().inNamespace(namespace).delete();
        client.close();
    }

    private Map<String, JsonNode> check(int code) throws Exception {
        var result = new Plugin(ApiServer.shared().kubeConfig(), "").run("check", "-n", namespace, "-o", "json");
        assertEquals(code, result.code(), result.out() + result.err());
        var findings = new HashMap<String, JsonNode>();
        new ObjectMapper()
                .readTree(result.out())
                .at("/findings")
                .forEach(finding -> findings.put(finding.at("/what").asText(), finding));
        return findings;
    }

    @Test
    void withoutAnOperatorItFailsAndSaysWhatToDo() throws Exception {
        var findings = check(1);
        assertEquals("ok", findings.get("CRD").at("/result").asText(), findings::toString);
        assertEquals("failed", findings.get("operator").at("/result").asText());
        assertTrue(findings.get("operator").at("/todo").asText().contains("install the chart"));
        assertEquals("ok", findings.get("may show rollouts").at("/result").asText());
        assertEquals("absent", findings.get("KEDA").at("/result").asText());
    }

    @Test
    void withALeaderItIsFine() throws Exception {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("model-deployment-operator")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("operator-0")
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .create();
        var findings = check(0);
        assertEquals("ok", findings.get("operator").at("/result").asText(), findings::toString);
        assertEquals("warning", findings.get("operator's pod").at("/result").asText());
    }

    @Test
    void aServerThatIsNotThereEndsWithFiveAndOneLine() {
        var gone = ApiServer.shared().kubeConfig().replaceAll("https://([^:]+):[0-9]+", "https://$1:1");
        var result = new Plugin(gone, "").run("check");
        assertEquals(5, result.code(), result.err());
        assertEquals(1, result.err().lines().count(), result.err());
        assertTrue(result.err().startsWith("error: cannot reach the API server"), result.err());
    }

    @Test
    void aContextThatIsNotThereEndsWithTwo() {
        var result = new Plugin(ApiServer.shared().kubeConfig(), "").run("get", "--context", "nowhere");
        assertEquals(2, result.code(), result.err());
        assertTrue(result.err().contains("has no context 'nowhere'"), result.err());
    }

    @Test
    void aKubeconfigThatIsNotThereEndsWithTwo() {
        var result = new Plugin(ApiServer.shared().kubeConfig(), "").run("get", "--kubeconfig", "/nowhere");
        assertEquals(2, result.code(), result.err());
    }
}
