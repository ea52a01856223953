package io.modeldeployment.operator.recovery;

import java.util.Optional;

/**
 * What one pod of the serving revision answered lately.
 *
 * @param pod its name
 * @param failures failed probes in a row up to now
 * @param problem what the last one said; empty where it went well
 */
public record PodHealth(String pod, int failures, Optional<String> problem) {
    boolean isWell() {
        return failures == 0;
    }

    boolean fails(RecoveryPolicy policy) {
        return failures >= policy.failureThreshold();
    }
}
