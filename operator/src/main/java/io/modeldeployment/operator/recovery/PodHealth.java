package io.modeldeployment.operator.recovery;

import java.util.Optional;

/**
 * What one pod of the serving revision answered lately.
 *
 * @param pod its name
 * @param failures failed probes in a row up to now
 * @param problem what the last one said; empty where it went well
 * @param isDamaged whether it cannot start from the files that it finds, which no restart changes
 */
public record PodHealth(String pod, int failures, Optional<String> problem, boolean isDamaged) {
    /** One whose files are not known to be damaged. */
    public PodHealth(String pod, int failures, Optional<String> problem) {
        this(pod, failures, problem, false);
    }

    boolean isWell() {
        return failures == 0;
    }

    boolean fails(RecoveryPolicy policy) {
        return failures >= policy.failureThreshold();
    }
}
