package io.modeldeployment.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;

/** Gives the Lease up on an orderly end, so that the next leader need not wait for it to run out. */
record LeaseRelease(KubernetesClient client, String namespace, String name, String identity) {
    void release() {
        var leases = client.leases().inNamespace(namespace).withName(name);
        try {
            var lease = leases.get();
            if (lease != null && identity.equals(lease.getSpec().getHolderIdentity())) {
                lease.getSpec().setHolderIdentity("");
                lease.getSpec().setLeaseDurationSeconds(1);
                leases.patch(lease);
            }
        } catch (KubernetesClientException e) {
            System.err.println("the Lease " + name + " could not be given up, it will run out: " + e.getMessage());
        }
    }
}
