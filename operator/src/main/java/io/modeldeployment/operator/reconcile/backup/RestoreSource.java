package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Snapshot;
import io.modeldeployment.operator.backup.SnapshotSupport;
import io.modeldeployment.operator.status.BackupCodec;
import io.modeldeployment.operator.storage.Supply;
import java.util.List;
import java.util.Optional;

/** Looks whether a backup can be restored: at the ModelBackup, and at where it says that its files are. */
public final class RestoreSource {
    private final KubernetesClient client;
    private final Context<ModelDeployment> context;
    private final String namespace;

    /** For restores of {@code resource}. */
    public RestoreSource(ModelDeployment resource, Context<ModelDeployment> context) {
        this.client = context.getClient();
        this.context = context;
        this.namespace = resource.getMetadata().getNamespace();
    }

    /**
     * What the backup is good for.
     *
     * @param digest that the model has to have, where one is asked for
     */
    public Supply look(String backup, Optional<String> digest) {
        Optional<ModelBackup> found = find(backup);
        if (found.isEmpty()) {
            return new Supply.Lost("BackupMissing", "there is no ModelBackup " + backup);
        }
        if (found.get().isMarkedForDeletion()) {
            return new Supply.Lost("BackupMissing", "the ModelBackup " + backup + " is being deleted");
        }
        Supply supply = Supply.of(backup, BackupCodec.read(found.get()), digest);
        return supply instanceof Supply.Restorable known
                ? lost(known.place()).<Supply>map(lost -> lost).orElse(known)
                : supply;
    }

    /** The cache has those of the ModelDeployment itself. */
    private Optional<ModelBackup> find(String name) {
        return context.getSecondaryResources(ModelBackup.class).stream()
                .filter(backup -> backup.getMetadata().getName().equals(name))
                .findFirst()
                .or(() -> Optional.ofNullable(client.resources(ModelBackup.class)
                        .inNamespace(namespace)
                        .withName(name)
                        .get()));
    }

    private Optional<Supply.Lost> lost(Place place) {
        return switch (place) {
            case Place.Snapshotted(var name, var _) -> lostSnapshot(name);
            case Place.Copied(var claim, var _) ->
                client.persistentVolumeClaims()
                                        .inNamespace(namespace)
                                        .withName(claim)
                                        .get()
                                != null
                        ? Optional.empty()
                        : Optional.of(new Supply.Lost(
                                "CopyLost", "the PersistentVolumeClaim " + claim + " that holds the copy is gone"));
        };
    }

    private Optional<Supply.Lost> lostSnapshot(String name) {
        try {
            // A list tells a missing object from a missing API.
            List<GenericKubernetesResource> found = client.genericKubernetesResources(SnapshotKinds.snapshots())
                    .inNamespace(namespace)
                    .withField("metadata.name", name)
                    .list()
                    .getItems();
            return found.isEmpty()
                    ? Optional.of(new Supply.Lost("SnapshotLost", "the VolumeSnapshot " + name + " is gone"))
                    : unusable(found.getFirst());
        } catch (KubernetesClientException e) {
            SnapshotSupport.Unusable reason = SnapshotApi.reason(e).orElseThrow(() -> e);
            return Optional.of(new Supply.Lost(reason.reason(), reason.message()));
        }
    }

    private Optional<Supply.Lost> unusable(GenericKubernetesResource snapshot) {
        return switch (SnapshotApi.judge(snapshot, client)) {
            case Snapshot.Usable _ -> Optional.empty();
            case Snapshot.Waiting(var message) -> Optional.of(new Supply.Lost("SnapshotNotReady", message));
            case Snapshot.Missing _ -> throw new IllegalStateException("a snapshot that was found is missing");
        };
    }
}
