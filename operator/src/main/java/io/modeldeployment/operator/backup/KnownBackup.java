package io.modeldeployment.operator.backup;

import io.modeldeployment.api.v1.BackupPhase;
import java.time.Instant;
import java.util.Optional;

/**
 * A backup of a ModelDeployment, as far as its care goes by it.
 *
 * @param isOurs whether the schedule or a rollout made it, not a person
 * @param isDeleted whether it is being deleted
 * @param createdAt when it was asked for
 * @param attempt when the rollout began that it was made for; empty: for none
 */
public record KnownBackup(
        String name,
        boolean isOurs,
        boolean isDeleted,
        BackupPhase phase,
        Instant createdAt,
        String message,
        Optional<Instant> attempt) {
    boolean hasEnded() {
        return phase == BackupPhase.READY || phase == BackupPhase.FAILED;
    }
}
