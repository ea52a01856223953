package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.backup.BackupSight;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Choice;
import io.modeldeployment.operator.backup.Claim;
import io.modeldeployment.operator.backup.Found;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Snapshot;
import io.modeldeployment.operator.backup.SnapshotSupport;
import io.modeldeployment.operator.backup.Source;
import io.modeldeployment.operator.backup.Work;
import io.modeldeployment.operator.resources.BackupObjects;
import io.modeldeployment.operator.resources.Claims;
import io.modeldeployment.operator.resources.JobPods;
import io.modeldeployment.operator.resources.JobReport;
import io.modeldeployment.operator.resources.Names;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All reads of a pass over one backup; what the phase does not need is not asked for. */
final class BackupObserver {
    private final ModelBackup backup;
    private final Context<ModelBackup> context;
    private final KubernetesClient client;

    BackupObserver(ModelBackup backup, Context<ModelBackup> context) {
        this.backup = backup;
        this.context = context;
        this.client = context.getClient();
    }

    /** What {@link BackupState} needs to go on. */
    BackupSight look(BackupState state, SnapshotApi snapshots, Instant now) {
        boolean settled = state.phase() == BackupPhase.READY || state.phase() == BackupPhase.FAILED;
        boolean deleted = backup.isMarkedForDeletion();
        return new BackupSight(
                settled || deleted || state.source().isPresent()
                        ? new Found.NotYet("")
                        : new SourceFinder(client, backup).find(),
                settled || deleted || state.place().isPresent()
                        ? snapshots.follow(context, now)
                        : support(state, snapshots, now),
                settled || deleted ? new Claim.Missing() : source(state),
                store(state),
                snapshot(state, snapshots, now),
                jobs(settled || deleted));
    }

    /** A copy that was asked for needs no VolumeSnapshots, and no answer to whether there are any. */
    private SnapshotSupport support(BackupState state, SnapshotApi snapshots, Instant now) {
        return state.source().isEmpty() || backup.getSpec().method() == BackupMethod.COPY
                ? new SnapshotSupport.Classes(List.of())
                : snapshots.classes(context, now);
    }

    private Claim source(BackupState state) {
        return state.source()
                .map(Source::claim)
                .map(this::claim)
                .<Claim>map(found -> found.map(Claims::read).orElseGet(Claim.Missing::new))
                .orElseGet(Claim.Missing::new);
    }

    private Claim store(BackupState state) {
        String name = state.place()
                .filter(Place.Copied.class::isInstance)
                .map(place -> ((Place.Copied) place).claim())
                .orElse(Names.backups(backup.getSpec().modelDeployment()));
        if (state.contents().isEmpty() || state.place().orElse(null) instanceof Place.Snapshotted) {
            return new Claim.Missing();
        }
        return claim(name)
                .map(found -> Claims.readStore(found, backup.getSpec().modelDeployment()))
                .orElseGet(Claim.Missing::new);
    }

    private Optional<PersistentVolumeClaim> claim(String name) {
        return Optional.ofNullable(client.persistentVolumeClaims()
                .inNamespace(backup.getMetadata().getNamespace())
                .withName(name)
                .get());
    }

    private Snapshot snapshot(BackupState state, SnapshotApi snapshots, Instant now) {
        boolean isCopied = state.choice().orElse(null) instanceof Choice.Copy
                || state.place().orElse(null) instanceof Place.Copied;
        if (state.contents().isEmpty() || isCopied) {
            return new Snapshot.Missing();
        }
        Optional<GenericKubernetesResource> found = snapshots.find(backup, context, now);
        return found.map(object -> state.phase() == BackupPhase.RUNNING
                        ? SnapshotApi.judge(object, client)
                        : new Snapshot.Waiting(""))
                .orElseGet(Snapshot.Missing::new);
    }

    private BackupSight.Jobs jobs(boolean ending) {
        Work copy = job(BackupObjects.COPY);
        return new BackupSight.Jobs(
                job(BackupObjects.INSPECT),
                ending && copy instanceof Work.Missing ? remainder() : copy,
                job(BackupObjects.REMOVE));
    }

    private Work job(String task) {
        String name = Names.backupJob(backup.getMetadata().getName(), task);
        return context.getSecondaryResources(Job.class).stream()
                .filter(job -> job.getMetadata().getName().equals(name))
                .filter(job -> BackupWriter.isOwned(job, backup))
                .findFirst()
                .map(job -> JobReport.read(job, JobPods.hasEnded(job) ? pods(name) : List.of()))
                .orElseGet(Work.Missing::new);
    }

    /** A pod of a job that was removed may write for a moment yet. */
    private Work remainder() {
        String name = Names.backupJob(backup.getMetadata().getName(), BackupObjects.COPY);
        boolean writes = pods(name).stream()
                .anyMatch(pod -> pod.getStatus() == null
                        || List.of("Pending", "Running")
                                .contains(pod.getStatus().getPhase()));
        return writes ? new Work.Running(name) : new Work.Missing();
    }

    private List<Pod> pods(String job) {
        return client.pods()
                .inNamespace(backup.getMetadata().getNamespace())
                .withLabel(JobPods.JOB_NAME, job)
                .list()
                .getItems();
    }
}
