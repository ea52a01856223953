package io.modeldeployment.operator.backup;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What follows for the backups of a ModelDeployment.
 *
 * @param actions what to do
 * @param slots where its schedule is
 * @param last the newest backup that is ready
 * @param report what its condition says
 * @param before whether the candidate may have its first pod
 * @param recheckAfter when to look again though nothing is seen to change
 */
public record CarePlan(
        List<Action> actions,
        Optional<Slots> slots,
        Optional<KnownBackup> last,
        Report report,
        Before before,
        Optional<Duration> recheckAfter) {
    public CarePlan {
        actions = List.copyOf(actions);
    }

    /** What to do; twice is once. */
    public sealed interface Action {
        /**
         * Asks for a backup.
         *
         * @param attempt when the rollout began that it is made for; empty: for none
         */
        record Ask(String name, Origin origin, Optional<Instant> attempt) implements Action {}

        /** Removes one. */
        record Remove(String name) implements Action {}
    }

    /** Who asks for a backup; the words are those of a label. */
    public enum Origin {
        SCHEDULE("Schedule"),
        ROLLOUT("Rollout");

        private final String word;

        Origin(String word) {
            this.word = word;
        }

        /** As it is written. */
        public String word() {
            return word;
        }
    }

    /** Whether all is well, in a word, and in a sentence. */
    public record Report(boolean isReady, String reason, String message) {}

    /** What a backup before a rollout means for that. */
    public sealed interface Before {
        /** None is needed, or it is ready. */
        record Cleared() implements Before {}

        /** It is not ready yet. */
        record Awaited(String message) implements Before {}

        /** It has failed. */
        record Refused(String message) implements Before {}
    }
}
