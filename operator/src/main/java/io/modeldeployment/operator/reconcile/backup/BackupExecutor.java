package io.modeldeployment.operator.reconcile.backup;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.PrimaryUpdateAndCacheUtils;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.BackupAction;
import io.modeldeployment.operator.backup.BackupPlan;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import io.modeldeployment.operator.resources.BackupObjects;
import io.modeldeployment.operator.resources.Names;
import java.time.Instant;

/** Carries out what a plan says; twice is once. */
final class BackupExecutor {
    /** Keeps a copied backup until its files are removed. VolumeSnapshots need none: they have an owner. */
    static final String FINALIZER = ModelDeployment.GROUP + "/copied-files";

    private final ModelBackup backup;
    private final Context<ModelBackup> context;
    private final BackupWriter writer;
    private final SnapshotApi snapshots;
    private final String serverImage;

    BackupExecutor(ModelBackup backup, Context<ModelBackup> context, SnapshotApi snapshots, String serverImage) {
        this.backup = backup;
        this.context = context;
        this.writer = new BackupWriter(context.getClient(), backup);
        this.snapshots = snapshots;
        this.serverImage = serverImage;
    }

    void execute(BackupPlan plan, Instant now) {
        // Before the place is written down, and that is before the first file is.
        if (plan.next().place().orElse(null) instanceof Place.Copied
                && !backup.hasFinalizer(FINALIZER)
                && !backup.isMarkedForDeletion()) {
            PrimaryUpdateAndCacheUtils.addFinalizer(context, FINALIZER);
        }
        plan.actions().forEach(action -> execute(action, plan.next(), now));
    }

    private void execute(BackupAction action, BackupState state, Instant now) {
        switch (action) {
            case BackupAction.Inspect(var source) -> writer.make(objects(state).inspection(source));
            case BackupAction.TakeSnapshot(var source, var snapshotClass) ->
                writer.make(objects(state).snapshot(source, snapshotClass));
            case BackupAction.MakeStore(var claim, var bytes) ->
                writer.make(objects(state).store(claim, bytes));
            case BackupAction.Copy(var source, var to) ->
                writer.make(objects(state)
                        .copy(source, to, state.contents().orElseThrow().digest()));
            case BackupAction.RemoveSnapshot() ->
                snapshots.find(backup, context, now).ifPresent(writer::remove);
            case BackupAction.RemoveCopy(var copy) -> writer.make(objects(state).removal(copy));
            case BackupAction.EndCopy() ->
                writer.removeJob(Names.backupJob(backup.getMetadata().getName(), BackupObjects.COPY));
            case BackupAction.Release() -> release();
        }
    }

    void release() {
        PrimaryUpdateAndCacheUtils.removeFinalizer(context, FINALIZER);
    }

    private BackupObjects objects(BackupState state) {
        var finder = new SourceFinder(context.getClient(), backup);
        return new BackupObjects(backup, finder.surroundings(state.source().map(Source::revision), serverImage));
    }
}
