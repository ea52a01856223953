package io.modeldeployment.operator.rollout;

import java.time.Instant;
import java.util.Optional;

/** Where a rollout is: the part of the status that the next decision starts from. */
public sealed interface RolloutState {
    /**
     * The first revision starts; no strategy applies (rule 1).
     *
     * @param startedAt from when the progress deadline counts; empty while the revision may not have pods yet
     */
    record Initial(RevisionHash revision, Optional<Instant> startedAt) implements RolloutState {
        static Initial start(RevisionHash revision, Instant now) {
            return new Initial(revision, Optional.of(now));
        }
    }

    /** One revision serves, and is the wanted one unless the spec is paused. */
    record Stable(RevisionHash revision) implements RolloutState {}

    /**
     * A candidate goes through the steps.
     *
     * @param startedAt when the candidate's chance began; older crashes of its pods do not count
     * @param step index of the current step; the number of steps when only promotion is left
     * @param stepStartedAt when the current pause began (rule 5)
     * @param waitingSince from when the progress deadline counts; empty in pauses (rule 6)
     * @param held a person's action pause
     * @param course what the candidate goes through
     */
    record Progressing(
            RevisionHash stable,
            RevisionHash candidate,
            Instant startedAt,
            int step,
            Optional<Instant> stepStartedAt,
            Optional<Instant> waitingSince,
            boolean held,
            Course course)
            implements RolloutState {
        static Progressing start(RevisionHash stable, RevisionHash candidate, Instant now) {
            return new Progressing(
                    stable, candidate, now, 0, Optional.empty(), Optional.of(now), false, Course.Steps.UNKNOWN);
        }

        Progressing at(int nextStep) {
            return new Progressing(
                    stable, candidate, startedAt, nextStep, Optional.empty(), Optional.empty(), false, course);
        }

        /** On from {@code nextStep}, since the course has changed; who was held stays held. */
        Progressing redirected(int nextStep, Course changed) {
            return new Progressing(
                    stable, candidate, startedAt, nextStep, Optional.empty(), Optional.empty(), held, changed);
        }

        Progressing on(Course known) {
            return new Progressing(stable, candidate, startedAt, step, stepStartedAt, waitingSince, held, known);
        }

        /** Whether it comes back inside the rollback window, without steps. */
        public boolean isBack() {
            return course instanceof Course.Back;
        }

        Progressing hold(boolean hold) {
            return new Progressing(stable, candidate, startedAt, step, stepStartedAt, Optional.empty(), hold, course);
        }

        Progressing pausingSince(Instant start) {
            return new Progressing(
                    stable, candidate, startedAt, step, Optional.of(start), Optional.empty(), held, course);
        }

        Progressing waitingSince(Optional<Instant> since) {
            return new Progressing(stable, candidate, startedAt, step, stepStartedAt, since, held, course);
        }
    }

    /** All traffic is the candidate's; the old endpoints have not left yet. */
    record Promoting(RevisionHash stable, RevisionHash candidate, Instant startedAt) implements RolloutState {}

    /**
     * All traffic is the candidate's, and its analysis decides whether it stays there; stable is still warm.
     *
     * @param startedAt when the candidate's chance began
     * @param since when the analysis began
     */
    record Verifying(RevisionHash stable, RevisionHash candidate, Instant startedAt, Instant since)
            implements RolloutState {}

    /** Traffic returns to the stable revision. */
    record RollingBack(RevisionHash stable, RevisionHash candidate, Abort abort) implements RolloutState {}

    /** The candidate was aborted and is not tried again until the spec changes or a person says retry (rule 4). */
    record Failed(RevisionHash stable, RevisionHash candidate, Abort abort) implements RolloutState {}

    /** The revision that was last promoted; none before the first one serves. */
    default Optional<RevisionHash> stableRevision() {
        return switch (this) {
            case Initial _ -> Optional.empty();
            case Stable(var revision) -> Optional.of(revision);
            case Progressing progressing -> Optional.of(progressing.stable());
            case Promoting(var stable, var _, var _) -> Optional.of(stable);
            case Verifying(var stable, var _, var _, var _) -> Optional.of(stable);
            case RollingBack(var stable, var _, var _) -> Optional.of(stable);
            case Failed(var stable, var _, var _) -> Optional.of(stable);
        };
    }

    /** The revision that is on its way, or was aborted. */
    default Optional<RevisionHash> candidateRevision() {
        return switch (this) {
            case Initial(var revision, var _) -> Optional.of(revision);
            case Stable _ -> Optional.empty();
            case Progressing progressing -> Optional.of(progressing.candidate());
            case Promoting(var _, var candidate, var _) -> Optional.of(candidate);
            case Verifying(var _, var candidate, var _, var _) -> Optional.of(candidate);
            case RollingBack(var _, var candidate, var _) -> Optional.of(candidate);
            case Failed(var _, var candidate, var _) -> Optional.of(candidate);
        };
    }

    /** Whether {@code revision} has a part in the rollout, so that its replicas are the planner's to set. */
    default boolean involves(RevisionHash revision) {
        boolean abortedAndGone = this instanceof Failed(var _, var candidate, var _) && candidate.equals(revision);
        return !abortedAndGone
                && (stableRevision().filter(revision::equals).isPresent()
                        || candidateRevision().filter(revision::equals).isPresent());
    }
}
