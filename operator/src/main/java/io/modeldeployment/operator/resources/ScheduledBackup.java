package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.modeldeployment.api.v1.BackedUpModel;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.BackupSpec;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelBackupSpec;
import io.modeldeployment.api.v1.ModelBackupStatus;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.backup.KnownBackup;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ModelBackups as the operator asks for them, and as it sees them. They have no owner, so they outlive the ModelDeployment (rule 25). */
public final class ScheduledBackup {
    /** Who asked for a backup; absent on those that a person made. */
    public static final String ORIGIN = ModelDeployment.GROUP + "/backup-origin";

    private ScheduledBackup() {}

    /** The object by which {@code owner}'s spec asks for a backup. */
    public static ModelBackup of(ModelDeployment owner, CarePlan.Action.Ask ask) {
        Optional<BackupSpec> policy = Optional.ofNullable(owner.getSpec().backup());
        var labels = new HashMap<>(BackupObjects.labelsOf(owner.getMetadata().getName()));
        labels.put(ORIGIN, ask.origin().word());
        var backup = new ModelBackup();
        backup.setMetadata(new ObjectMetaBuilder()
                .withName(ask.name())
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(labels)
                .withAnnotations(ask.attempt()
                        .map(began -> Map.of(Labels.ATTEMPT, began.toString()))
                        .orElse(null))
                .build());
        backup.setSpec(new ModelBackupSpec(
                owner.getMetadata().getName(),
                policy.map(BackupSpec::method).orElse(null),
                policy.map(BackupSpec::volumeSnapshotClassName).orElse(null),
                policy.map(BackupSpec::storage).orElse(null),
                null));
        return backup;
    }

    /** Those that can be restored, with the digest of their model, the newest first (rule 25). */
    public static Map<String, String> restorable(Collection<ModelBackup> backups) {
        var newestFirst = new LinkedHashMap<String, String>();
        backups.stream()
                .filter(backup -> backup.getMetadata().getDeletionTimestamp() == null)
                .sorted(Comparator.comparing(
                                (ModelBackup backup) -> backup.getMetadata().getCreationTimestamp())
                        .thenComparing(backup -> backup.getMetadata().getName())
                        .reversed())
                .forEach(backup -> digest(backup)
                        .ifPresent(
                                digest -> newestFirst.put(backup.getMetadata().getName(), digest)));
        return newestFirst;
    }

    private static Optional<String> digest(ModelBackup backup) {
        return Optional.ofNullable(backup.getStatus())
                .filter(status -> status.phase() == BackupPhase.READY)
                .map(ModelBackupStatus::model)
                .map(BackedUpModel::digest);
    }

    /** What the care for backups goes by. */
    public static KnownBackup known(ModelBackup backup) {
        var metadata = backup.getMetadata();
        Map<String, String> labels = Optional.ofNullable(metadata.getLabels()).orElse(Map.of());
        Optional<ModelBackupStatus> status = Optional.ofNullable(backup.getStatus());
        return new KnownBackup(
                metadata.getName(),
                labels.containsKey(ORIGIN),
                metadata.getDeletionTimestamp() != null,
                status.map(ModelBackupStatus::phase).orElse(BackupPhase.PENDING),
                Instant.parse(metadata.getCreationTimestamp()),
                status.map(ModelBackupStatus::message).orElse("it has not begun"),
                attempt(metadata.getAnnotations()));
    }

    /** What a person writes there is no time of a rollout. */
    private static Optional<Instant> attempt(@Nullable Map<String, String> annotations) {
        try {
            return Optional.ofNullable(annotations)
                    .map(all -> all.get(Labels.ATTEMPT))
                    .map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
