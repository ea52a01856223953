package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import java.time.Instant;

/**
 * A backup of a ModelDeployment, as far as its care goes by it.
 *
 * @param isOurs whether the schedule or a rollout made it, not a person
 * @param isDeleted whether it is being deleted
 * @param createdAt when it was asked for
 */
public record KnownBackup(
        String name, boolean isOurs, boolean isDeleted, BackupPhase phase, Instant createdAt, String message) {
    boolean hasEnded() {
        return phase == BackupPhase.READY || phase == BackupPhase.FAILED;
    }
}
