package io.modeldeployment.operator.status;

import io.modeldeployment.api.v1.BackupStatus;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.backup.KnownBackup;
import io.modeldeployment.operator.backup.Slots;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the status of a ModelDeployment says of its backups, and back. */
public final class CareCodec {
    private CareCodec() {}

    /** Where its schedule was. */
    public static Optional<Slots> read(@Nullable ModelDeploymentStatus status) {
        return Optional.ofNullable(status)
                .map(ModelDeploymentStatus::backup)
                .flatMap(backup -> Optional.ofNullable(backup.schedule())
                        .map(schedule -> new Slots(
                                schedule, Optional.ofNullable(backup.next()).map(Instant::parse))));
    }

    /** What {@code plan} comes to. */
    public static BackupStatus write(CarePlan plan) {
        return new BackupStatus(
                plan.last().map(KnownBackup::name).orElse(null),
                plan.last().map(KnownBackup::createdAt).map(Instant::toString).orElse(null),
                plan.slots().flatMap(Slots::next).map(Instant::toString).orElse(null),
                plan.slots().map(Slots::schedule).orElse(null));
    }
}
