package io.modeldeployment.operator.reconcile;

import io.modeldeployment.api.v1.BackupSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.backup.CareSight;
import io.modeldeployment.operator.reconcile.backup.BackupCare;
import io.modeldeployment.operator.rollout.Abort;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a rollout means for backups, and a backup for the rollout.
 *
 * @param wanted the revision that the spec asks for
 */
record BackupScene(ModelDeployment resource, Sight sight, RevisionHash wanted) {
    /**
     * What the care for backups has to know of the rollout.
     *
     * @param others ModelDeployments of the namespace, which may be restored from the same backups
     */
    BackupCare.Scene of(Optional<RolloutState> state, Supplier<Stream<ModelDeployment>> others) {
        Optional<RevisionHash> stable = state.flatMap(RolloutState::stableRevision);
        String name = resource.getMetadata().getName();
        return new BackupCare.Scene(
                stable.flatMap(hash -> sight.deployment(name, hash)
                        .map(deployment -> new BackupCare.Stable(
                                hash.value(), deployment.getSpec().getTemplate()))),
                stable.filter(hash ->
                                !hash.equals(wanted) && sight.podsOf(wanted).isEmpty())
                        .flatMap(_ -> state)
                        .flatMap(this::candidate),
                () -> inUse(others.get()));
    }

    private Set<String> inUse(Stream<ModelDeployment> others) {
        return Stream.concat(
                        Stream.concat(others, Stream.of(resource)).flatMap(one -> restored(one).stream()),
                        sight.stored().values().stream().flatMap(stored -> stored.backup().stream()))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Optional<String> restored(ModelDeployment one) {
        return Optional.ofNullable(one.getSpec().model().source().backup()).map(BackupSource::name);
    }

    /** A way back inside the rollback window waits for nothing: something is wrong with what serves. */
    private Optional<CareSight.Candidate> candidate(RolloutState state) {
        boolean restores = restored(resource).isPresent();
        if (!(state instanceof RolloutState.Progressing progressing)
                || !progressing.candidate().equals(wanted)) {
            return Optional.of(new CareSight.Candidate(wanted.value(), Optional.empty(), restores));
        }
        return progressing.isBack()
                ? Optional.empty()
                : Optional.of(new CareSight.Candidate(wanted.value(), Optional.of(progressing.startedAt()), restores));
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
