package io.modeldeployment.operator.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What follows from a look at a backup.
 *
 * @param next what is known of it now
 * @param actions what to do, in order
 * @param recheckAfter when to look again though nothing is seen to change
 */
public record BackupPlan(BackupState next, List<BackupAction> actions, Optional<Duration> recheckAfter) {
    public BackupPlan {
        actions = List.copyOf(actions);
    }
}
