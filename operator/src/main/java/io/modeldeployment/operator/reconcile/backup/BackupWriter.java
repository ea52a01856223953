package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.reconcile.rights.NameTakenException;
import java.net.HttpURLConnection;

/** Makes and removes what belongs to a backup. Nothing of it ever changes, so it is created, and twice is once. */
final class BackupWriter {
    private final KubernetesClient client;
    private final ModelBackup backup;

    BackupWriter(KubernetesClient client, ModelBackup backup) {
        this.client = client;
        this.backup = backup;
    }

    static boolean isOwned(HasMetadata object, ModelBackup owner) {
        return object.getMetadata().getOwnerReferences().stream()
                .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
    }

    /** Makes an owned object; one that is there already is ours, or refused (rule 13). */
    void make(HasMetadata object) {
        try {
            client.resource(object).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            HasMetadata live = client.resource(object).get();
            if (live != null && !isOwned(live, backup)) {
                throw new NameTakenException(live, backup.getKind());
            }
        }
    }

    /** Makes a claim that nobody owns; one that is there already is looked at in the next pass. */
    void make(PersistentVolumeClaim claim) {
        try {
            client.resource(claim).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }

    void remove(HasMetadata object) {
        if (object.getMetadata().getDeletionTimestamp() == null) {
            client.resource(object).delete();
        }
    }

    void removeJob(String name) {
        client.resources(Job.class)
                .inNamespace(backup.getMetadata().getNamespace())
                .withName(name)
                .delete();
    }
}
