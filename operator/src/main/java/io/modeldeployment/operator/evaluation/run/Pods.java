package io.modeldeployment.operator.evaluation.run;

import java.util.List;

/**
 * The pods that may be asked now; those of either revision answer alike.
 *
 * @param candidate ready pods of the candidate
 * @param stable ready pods of the stable revision
 */
public record Pods(List<PodAddress> candidate, List<PodAddress> stable) {
    /** Copies the lists. */
    public Pods {
        candidate = List.copyOf(candidate);
        stable = List.copyOf(stable);
    }
}
