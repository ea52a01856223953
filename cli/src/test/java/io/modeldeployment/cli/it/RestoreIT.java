package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelSpec;
import io.modeldeployment.cli.Fixture;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup that becomes the model, as the API server understands it; nobody plays the operator. */
@SuppressWarnings("NullAway") // what is absent fails the test
class RestoreIT {
    private static final String DIGEST = "d".repeat(64);

    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);
    private final Plugin plugin = new Plugin(ApiServer.shared().kubeConfig(), "");

    @BeforeEach
    void objects() {
        ApiServer.createModel(
                client,
                Fixture.CANARY
                        .replace("namespace: models", "namespace: " + namespace)
                        .replace("observedGeneration: 2", "observedGeneration: 1"));
        backup("nightly", "spam", "Ready");
        backup("broken", "spam", "Failed");
        backup("foreign", "ham", "Ready");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private void backup(String name, String of, String phase) {
        var backup = Serialization.unmarshal("""
                apiVersion: serving.modeldeployment.io/v1
                kind: ModelBackup
                metadata: {name: %s, namespace: %s}
                spec: {modelDeployment: %s}
                status: {phase: %s, message: as it is, model: {name: spam, digest: %s}}
                """.formatted(name, namespace, of, phase, DIGEST), ModelBackup.class);
        var status = backup.getStatus();
        var made = client.resource(backup).create();
        made.setStatus(status);
        client.resource(made).patchStatus();
    }

    private ModelSpec model() {
        return client.resources(ModelDeployment.class)
                .inNamespace(namespace)
                .withName("spam")
                .require()
                .getSpec()
                .model();
    }

    private Plugin.Result restore(String backup, String... more) {
        return plugin.run(
                Stream.concat(Stream.of("restore", "spam", "-n", namespace, "--backup", backup), Stream.of(more))
                        .toArray(String[]::new));
    }

    @Test
    void theSpecAsksForTheBackupByNameAndDigest() {
        var result = restore("nightly", "--wait=false", "-o", "json");
        assertEquals(0, result.code(), result.err());
        var document = Serialization.unmarshal(result.out(), Map.class);
        assertEquals("nightly", document.get("backup"));
        assertEquals(DIGEST, document.get("digest"));
        assertEquals("restores the backup nightly", document.get("message"));
        assertTrue(result.err().startsWith("warning: if this ModelDeployment comes from Git"), result.err());
        assertNull(model().source().image());
        assertEquals("nightly", model().source().backup().name());
        assertEquals(DIGEST, model().sha256());
        var again = restore("nightly", "--wait=false");
        assertEquals(0, again.code(), again.err());
        assertTrue(again.out().contains("asks for the backup nightly already"), again.out());
    }

    @Test
    void aRehearsalChangesNothing() {
        var before = model();
        var result = restore("nightly", "--dry-run");
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().contains("would restore the backup nightly"), result.out());
        assertEquals(before, model());
    }

    @Test
    void whatCannotBeRestoredIsRefusedBeforeAnythingIsWritten() {
        var before = model();
        var missing = restore("nobody");
        assertEquals(3, missing.code());
        assertTrue(missing.err().contains("there is no ModelBackup nobody"), missing.err());
        var broken = restore("broken");
        assertEquals(1, broken.code());
        assertTrue(broken.err().contains("cannot be restored, it is Failed: as it is"), broken.err());
        var foreign = restore("foreign");
        assertEquals(1, foreign.code());
        assertTrue(foreign.err().contains("is of ham and not of spam"), foreign.err());
        assertEquals(2, plugin.run("restore", "spam", "-n", namespace).code());
        assertEquals(before, model());
    }

    @Test
    void anOperatorThatDoesNotSeeItEndsWithFour() {
        var result = restore("nightly", "--timeout", "1s");
        assertEquals(4, result.code(), result.err());
        assertEquals("nightly", model().source().backup().name());
    }
}
