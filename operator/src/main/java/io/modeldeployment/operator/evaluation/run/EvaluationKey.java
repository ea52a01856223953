package io.modeldeployment.operator.evaluation.run;

import io.modeldeployment.operator.evaluation.GoldenSet;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

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
        String namespace, String name, RevisionHash candidate, Optional<RevisionHash> stable, Instant attempt) {
    /**
     * A name of all that a verdict depends on: these revisions in this attempt, and what else is said.
     *
     * @param more what is asked of them; every word of it counts
     */
    String question(Object... more) {
        var words = new ArrayList<Object>(
                List.of(candidate, stable.map(RevisionHash::value).orElse("-"), attempt));
        words.addAll(List.of(more));
        return GoldenSet.sha256(words.stream().map(String::valueOf).collect(Collectors.joining(" ")))
                .substring(0, 16);
    }
}
