package io.modeldeployment.operator.recovery;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How the serving revision does.
 *
 * @param pods every pod of it that is to answer
 * @param elsewhere a fault that is not this revision's: of the node, of the network; nothing is done about pods meanwhile
 */
public record Health(List<PodHealth> pods, Optional<String> elsewhere) {
    public Health {
        pods = List.copyOf(pods);
    }

    /** The pod that has failed longest, if one has failed long enough. */
    Optional<PodHealth> worst(RecoveryPolicy policy) {
        return pods.stream()
                .filter(pod -> pod.fails(policy))
                .max(Comparator.comparingInt(PodHealth::failures).thenComparing(PodHealth::pod));
    }

    boolean isWell() {
        return pods.stream().allMatch(PodHealth::isWell);
    }

    /** Whether at least half of the pods fail: then the revision is at fault, and not a pod. */
    boolean isTheRevisions(RecoveryPolicy policy) {
        return 2 * pods.stream().filter(pod -> pod.fails(policy)).count() >= pods.size();
    }

    /** Whether a pod fails over the files that all of them read: those that have read them already answer on. */
    boolean isOfTheFiles(RecoveryPolicy policy) {
        return pods.stream().anyMatch(pod -> pod.fails(policy) && pod.isDamaged());
    }
}
