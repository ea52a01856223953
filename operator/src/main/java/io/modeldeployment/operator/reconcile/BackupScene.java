package io.modeldeployment.operator.reconcile;

import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.backup.CareSight;
import io.modeldeployment.operator.reconcile.backup.BackupCare;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import java.util.Optional;
import java.util.Set;

/** What a rollout means for backups, and a backup for the rollout. */
final class BackupScene {
    private BackupScene() {}

    /** What the care for backups has to know of the rollout. */
    static BackupCare.Scene of(String name, Sight sight, Optional<RolloutState> state, RevisionHash wanted) {
        Optional<RevisionHash> stable = state.flatMap(RolloutState::stableRevision);
        return new BackupCare.Scene(
                stable.flatMap(hash -> sight.deployment(name, hash)
                        .map(deployment -> new BackupCare.Stable(
                                hash.value(), deployment.getSpec().getTemplate()))),
                stable.filter(hash ->
                                !hash.equals(wanted) && sight.podsOf(wanted).isEmpty())
                        .flatMap(_ -> state)
                        .flatMap(at -> candidate(at, wanted)),
                Set.of());
    }

    /** A way back inside the rollback window waits for nothing: something is wrong with what serves. */
    private static Optional<CareSight.Candidate> candidate(RolloutState state, RevisionHash wanted) {
        if (!(state instanceof RolloutState.Progressing progressing)
                || !progressing.candidate().equals(wanted)) {
            return Optional.of(new CareSight.Candidate(wanted.value(), Optional.empty()));
        }
        return progressing.isBack()
                ? Optional.empty()
                : Optional.of(new CareSight.Candidate(wanted.value(), Optional.of(progressing.startedAt())));
    }

    /** Whether a revision may have its first pod (rule 28). */
    static Clearance clearance(Optional<CarePlan> backups) {
        return backups.map(CarePlan::before)
                .<Clearance>map(before -> switch (before) {
                    case CarePlan.Before.Cleared() -> new Clearance.Cleared();
                    case CarePlan.Before.Awaited(var message) -> new Clearance.Awaited(Clearance.Need.BACKUP, message);
                    case CarePlan.Before.Refused(var message) ->
                        new Clearance.Refused(Abort.Cause.BACKUP_FAILED, message);
                })
                .orElseGet(Clearance.Cleared::new);
    }
}
