package io.modeldeployment.operator.recovery;

import java.time.Duration;

/**
 * How far the operator may go by itself, and how soon.
 *
 * @param reach the last rung that it may take
 * @param interval how often every pod is asked for a prediction
 * @param failureThreshold failures in a row of a pod before anything is done, 1 or more
 * @param maxAttempts how often the ladder is climbed before a person is asked, 1 or more
 * @param cooldown how long it has to go well before the next failure begins at the first rung, and how long the ladder rests
 *     once it was climbed in vain
 */
public record RecoveryPolicy(Rung reach, Duration interval, int failureThreshold, int maxAttempts, Duration cooldown) {
    /** Whether {@code rung} may be taken. */
    boolean allows(Rung rung) {
        return rung.compareTo(reach) <= 0;
    }
}
