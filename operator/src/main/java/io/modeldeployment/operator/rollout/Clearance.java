package io.modeldeployment.operator.rollout;

import java.util.List;

/**
 * Whether what has to be there before a revision may have its first pod is there: its model on a volume, a backup of what
 * serves now, room on a node. A revision that has pods already is not asked for it again.
 */
public sealed interface Clearance {
    /** It may have pods. */
    record Cleared() implements Clearance {}

    /** Not yet; it goes on by itself, and the progress deadline does not run meanwhile. */
    record Awaited(Need need, String message) implements Clearance {}

    /**
     * It never may: the revision is aborted.
     *
     * @param cause one that describes what is missing
     */
    record Refused(Abort.Cause cause, String message) implements Clearance {}

    /** What is awaited; a closed set, whose words are the reasons of conditions. */
    enum Need {
        /** The model's files are fetched or restored. */
        MODEL("ModelPending"),
        /** What serves now is backed up first (rule 28). */
        BACKUP("BackupPending"),
        /** No node has a free device (rule 19). */
        ROOM("Unschedulable");

        private final String reason;

        Need(String reason) {
            this.reason = reason;
        }

        /** CamelCase word for conditions. */
        public String reason() {
            return reason;
        }
    }

    /** All of them together: a refusal first, then the first that is awaited. */
    public static Clearance all(List<Clearance> parts) {
        return parts.stream()
                .filter(Refused.class::isInstance)
                .findFirst()
                .or(() -> parts.stream().filter(Awaited.class::isInstance).findFirst())
                .orElseGet(Cleared::new);
    }
}
