package io.modeldeployment.operator.rollout;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Pods of the candidate and of stable that come nearest to a weight when a Service spreads requests evenly over pods.
 *
 * @param candidate candidate pods, at least 1
 * @param stable stable pods, at least 1 unless the weight is 100
 */
record ReplicaSplit(int candidate, int stable) {
    /**
     * The split of {@code replicas} pods, or one more, nearest to {@code weight} percent; never fewer pods in all than
     * {@code replicas}. Ties go to fewer pods, then to fewer candidates.
     */
    static ReplicaSplit nearest(int replicas, int weight) {
        return nearest(replicas, weight, Math.max(1, replicas) + 1);
    }

    /** The same with at most {@code most} pods in all, which are no fewer than {@code replicas}. */
    static ReplicaSplit nearest(int replicas, int weight, int most) {
        int full = Math.max(1, replicas);
        if (weight <= 0) {
            return new ReplicaSplit(1, replicas);
        }
        if (weight >= 100) {
            return new ReplicaSplit(full, 0);
        }
        return IntStream.rangeClosed(full, most)
                .boxed()
                .flatMap(total ->
                        IntStream.range(1, total).mapToObj(candidate -> new ReplicaSplit(candidate, total - candidate)))
                .min(Comparator.comparingDouble((ReplicaSplit split) -> Math.abs(split.percent() - weight))
                        .thenComparingInt(split -> split.candidate() + split.stable())
                        .thenComparingInt(ReplicaSplit::candidate))
                .orElse(new ReplicaSplit(1, 1));
    }

    /** Pods that carry {@code percent} of the load that {@code replicas} are meant for: rounded up, at least one. */
    static int sized(int replicas, int percent) {
        return Math.max(1, Math.ceilDiv(replicas * percent, 100));
    }

    /** The candidate's share of the pods in percent. */
    double percent() {
        return 100.0 * candidate / (candidate + stable);
    }
}
