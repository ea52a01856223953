package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.rollout.RevisionHash;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose evaluation is meant.
 *
 * @param namespace of the ModelDeployment
 * @param name of the ModelDeployment
 * @param candidate the revision that is evaluated
 * @param stable the one it is compared with; empty where there is none
 * @param attempt when the rollout began: another try of the same revision is asked anew
 */
public record EvaluationKey(
        String namespace, String name, RevisionHash candidate, Optional<RevisionHash> stable, Instant attempt) {}
