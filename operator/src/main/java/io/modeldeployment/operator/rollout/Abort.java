package io.modeldeployment.operator.rollout;

import java.time.Instant;

/** Why and when a candidate lost its chance. */
public record Abort(Cause cause, String message, Instant at) {
    /** The closed set of causes; its names are the reasons of events and conditions. */
    public enum Cause {
        /** A container of the candidate died. */
        CRASHED("Crashed", true, true),
        /** A pod of the candidate answered the probe wrongly. */
        PROBE_FAILED("ProbeFailed", true, true),
        /** The candidate answered the golden set worse than it may. */
        EVALUATION_FAILED("EvaluationFailed", true, true),
        /** Under traffic the candidate was shown to be worse than stable. */
        ANALYSIS_FAILED("AnalysisFailed", true, true),
        /** It served, and its pods stopped answering. */
        UNHEALTHY("Unhealthy", true, true),
        /** Its model cannot be had, or is not the one that it shall be. */
        MODEL_UNAVAILABLE("ModelUnavailable", false, true),
        /** The backup that has to be there before it failed. */
        BACKUP_FAILED("BackupFailed", false, true),
        /** A gateway does not take the copies or header routes that a step asks for. */
        ROUTE_REFUSED("RouteRefused", false, true),
        /** The candidate was not available and proven in time. */
        PROGRESS_DEADLINE_EXCEEDED("ProgressDeadlineExceeded", false, true),
        /** A person asked for it. */
        REQUESTED("Requested", false, true),
        /** The spec went back to the stable revision. */
        REVERTED("Reverted", false, false),
        /** The spec went on to a newer revision. */
        SUPERSEDED("Superseded", false, false);

        private final String reason;
        private final boolean harmful;
        private final boolean sticky;

        Cause(String reason, boolean harmful, boolean sticky) {
            this.reason = reason;
            this.harmful = harmful;
            this.sticky = sticky;
        }

        /** CamelCase word for events, conditions and status. */
        public String reason() {
            return reason;
        }

        /** The candidate's answers do harm, so traffic leaves it before stable is back at full strength. */
        boolean harmful() {
            return harmful;
        }

        /** The revision is not tried again by itself (rule 4). */
        boolean sticky() {
            return sticky;
        }

        /** The cause with this {@link #reason()}; an unknown one, from a newer operator, reads as requested. */
        public static Cause ofReason(String reason) {
            for (Cause cause : values()) {
                if (cause.reason.equals(reason)) {
                    return cause;
                }
            }
            return REQUESTED;
        }
    }
}
