package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.cli.Fixture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Backups that are asked for and waited for, on a real API server; the test plays the operator. */
class BackupIT {
    private final KubernetesClient client = ApiServer.shared().client();
    private final String namespace = ApiServer.newNamespace(client);
    private final Plugin plugin = new Plugin(ApiServer.shared().kubeConfig(), "");

    @BeforeEach
    void objects() {
        ApiServer.createModel(client, Fixture.CANARY.replace("namespace: models", "namespace: " + namespace));
    }

    @AfterEach
    void close() {
        client.close();
    }

    /** Says of {@code mine} what the operator would, once it is there. */
    private void becomes(BackupPhase phase, String message) {
        var resource =
                client.resources(ModelBackup.class).inNamespace(namespace).withName("mine");
        Thread.ofVirtual().start(() -> {
            resource.waitUntilCondition(backup -> backup != null, 60, TimeUnit.SECONDS);
            var backup = new ModelBackup();
            backup.setMetadata(new ObjectMetaBuilder()
                    .withName("mine")
                    .withNamespace(namespace)
                    .build());
            backup.setStatus(new ModelBackupStatus(
                    phase, message, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                    null, null));
            client.resource(backup).patchStatus();
        });
    }

    @Test
    void oneThatBecomesReadyIsDone() {
        becomes(BackupPhase.READY, "it is there");
        var result = plugin.run("backup", "spam", "-n", namespace, "--name", "mine", "--timeout", "60s");
        assertEquals(0, result.code(), result.err());
        assertEquals("mbk/mine: Ready: it is there\n", result.out());
    }

    @Test
    void oneThatFailsEndsWithOne() {
        becomes(BackupPhase.FAILED, "the claim is too small");
        var result = plugin.run("backup", "spam", "-n", namespace, "--name", "mine", "--timeout", "60s");
        assertEquals(1, result.code(), result.err());
        assertTrue(result.err().contains("the claim is too small"), result.err());
    }

    @Test
    void oneThatIsNotReadyInTimeEndsWithFour() {
        var result = plugin.run("backup", "spam", "-n", namespace, "--name", "mine", "--timeout", "1s");
        assertEquals(4, result.code(), result.err());
        assertTrue(result.err().contains("the operator has not begun"), result.err());
    }
}
