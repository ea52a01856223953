package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.ErrorStatusUpdateControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import io.modeldeployment.api.v1.BackupMethod;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.operator.backup.BackupPlan;
import io.modeldeployment.operator.backup.BackupPlanner;
import io.modeldeployment.operator.backup.BackupRequest;
import io.modeldeployment.operator.backup.BackupSight;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.reconcile.rights.Cache;
import io.modeldeployment.operator.reconcile.rights.Failures;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.status.BackupCodec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The order of work of one pass over a backup: observe, plan, act, write the status. */
@ControllerConfiguration(name = "modelbackup", fieldManager = Labels.MANAGER, triggerReconcilerOnAllEvents = true)
public final class ModelBackupReconciler implements Reconciler<ModelBackup> {
    private static final int DEFAULT_DEADLINE = 3600;

    private final Clock clock;
    private final String serverImage;
    private final SnapshotApi snapshots = new SnapshotApi();
    private Optional<Cache<Job, ModelBackup>> jobs = Optional.empty();

    /**
     * Makes a reconciler.
     *
     * @param clock the time of every decision
     * @param serverImage image whose launcher reads and copies models
     */
    public ModelBackupReconciler(Clock clock, String serverImage) {
        this.clock = clock;
        this.serverImage = serverImage;
    }

    @Override
    public List<EventSource<?, ModelBackup>> prepareEventSources(EventSourceContext<ModelBackup> context) {
        var followed = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Job.class, ModelBackup.class)
                        .withLabelSelector(ModelBackup.OF_LABEL)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ModelBackup.class))
                        .build(),
                context);
        jobs = Optional.of(new Cache<>(Job.class, followed));
        return List.of(followed);
    }

    @Override
    public UpdateControl<ModelBackup> reconcile(ModelBackup backup, Context<ModelBackup> context) {
        if (context.isPrimaryResourceDeleted()
                || backup.isMarkedForDeletion() && !backup.hasFinalizer(BackupExecutor.FINALIZER)) {
            return UpdateControl.noUpdate();
        }
        jobs.orElseThrow().require(backup.getMetadata().getNamespace(), context.getClient());
        Instant now = clock.instant();
        BackupState state = BackupCodec.read(backup);
        BackupSight sight = new BackupObserver(backup, context).look(state, snapshots, now);
        var executor = new BackupExecutor(backup, context, snapshots, serverImage);
        if (backup.isMarkedForDeletion()) {
            return release(executor, BackupPlanner.release(state, sight), now);
        }
        BackupPlan plan = BackupPlanner.plan(request(backup), state, sight, now);
        executor.execute(plan, now);
        ModelBackupStatus status = BackupCodec.write(backup, plan.next(), now);
        if (!status.equals(backup.getStatus())) {
            PrimaryUpdateAndCacheUtils.ssaPatchStatusAndCacheResource(backup, withStatus(backup, status), context);
        }
        return again(plan.recheckAfter());
    }

    private static UpdateControl<ModelBackup> release(BackupExecutor executor, BackupPlan plan, Instant now) {
        try {
            executor.execute(plan, now);
        } catch (KubernetesClientException e) {
            if (!isTerminating(e)) {
                throw e;
            }
            // The namespace takes the files with it, and lets nobody remove them one by one.
            executor.release();
        }
        return again(plan.recheckAfter());
    }

    private static boolean isTerminating(KubernetesClientException error) {
        return error.getStatus() != null
                && error.getStatus().getDetails() != null
                && error.getStatus().getDetails().getCauses().stream()
                        .anyMatch(cause -> "NamespaceTerminating".equals(cause.getReason()));
    }

    private static UpdateControl<ModelBackup> again(Optional<Duration> wait) {
        UpdateControl<ModelBackup> control = UpdateControl.noUpdate();
        wait.ifPresent(control::rescheduleAfter);
        return control;
    }

    private static BackupRequest request(ModelBackup backup) {
        var spec = backup.getSpec();
        return new BackupRequest(
                backup.getMetadata().getName(),
                spec.modelDeployment(),
                Optional.ofNullable(spec.method()).orElse(BackupMethod.AUTO),
                Optional.ofNullable(spec.volumeSnapshotClassName()),
                Duration.ofSeconds(Optional.ofNullable(spec.deadlineSeconds()).orElse(DEFAULT_DEADLINE)));
    }

    /** Nothing but the status, so that server-side apply claims no other field. */
    private static ModelBackup withStatus(ModelBackup backup, ModelBackupStatus status) {
        var fresh = new ModelBackup();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(backup.getMetadata().getName())
                .withNamespace(backup.getMetadata().getNamespace())
                .build());
        fresh.setStatus(status);
        return fresh;
    }

    /** What a person can mend is said in the status; what passes by itself is only tried again. */
    @Override
    public ErrorStatusUpdateControl<ModelBackup> updateErrorStatus(
            ModelBackup backup, Context<ModelBackup> context, Exception error) {
        Instant now = clock.instant();
        BackupState state = BackupCodec.read(backup);
        return Failures.problem(error, context.getRetryInfo())
                .filter(_ -> state.phase() != BackupPhase.READY)
                .map(problem -> state.waiting(problem.reason(), problem.message()))
                .map(waiting -> BackupCodec.write(backup, waiting, now))
                .filter(status -> !status.equals(backup.getStatus()))
                .map(status -> ErrorStatusUpdateControl.patchStatus(withStatus(backup, status)))
                .orElse(ErrorStatusUpdateControl.noStatusUpdate());
    }
}
