package io.modeldeployment.operator.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import org.junit.jupiter.api.Test;

/** Only the holder gives the Lease up. */
@EnableKubernetesMockClient(crud = true)
class LeaseReleaseTest {
    @SuppressWarnings("NullAway.Init") // set by the extension
    private KubernetesClient client;

    private String holderAfterReleaseBy(String identity) {
        client.resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withName("lease")
                        .withNamespace("system")
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("one")
                        .withLeaseDurationSeconds(15)
                        .endSpec()
                        .build())
                .create();
        new LeaseRelease(client, "system", "lease", identity).release();
        return client.leases()
                .inNamespace("system")
                .withName("lease")
                .require()
                .getSpec()
                .getHolderIdentity();
    }

    @Test
    void theHolderGivesItUp() {
        assertEquals("", holderAfterReleaseBy("one"));
    }

    @Test
    void anotherLeavesItAlone() {
        assertEquals("one", holderAfterReleaseBy("two"));
    }

    @Test
    void noLeaseIsNoError() {
        new LeaseRelease(client, "system", "absent", "one").release();
        assertEquals(0, client.leases().inNamespace("system").list().getItems().size());
    }
}
