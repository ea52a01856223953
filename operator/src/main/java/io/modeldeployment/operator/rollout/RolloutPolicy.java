package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.Optional;

/**
 * What the user wants, reduced to what decides a rollout.
 *
 * @param wanted revision that the spec asks for now
 * @param replicas pods at rest, 0 or more
 * @param paused the spec holds rollouts
 * @param progressDeadline how long a step may wait for available, proven pods
 * @param historyLimit old revisions that are kept
 * @param drain how long pods outlive their last endpoint
 * @param strategy how a candidate takes over
 * @param gateway how weights go through gateways; empty: by the ratio of replicas
 * @param rollbackWindow how many promoted revisions back one may return without steps
 * @param surge where the devices of a candidate's pods come from
 */
public record RolloutPolicy(
        RevisionHash wanted,
        int replicas,
        boolean paused,
        Duration progressDeadline,
        int historyLimit,
        Duration drain,
        Strategy strategy,
        Optional<Gateway> gateway,
        int rollbackWindow,
        Surge surge) {
    /**
     * Traffic comes through gateways, by an HTTPRoute.
     *
     * @param dynamicStableScale stable keeps only the pods for the share that it still has
     */
    public record Gateway(boolean dynamicStableScale) {}

    /**
     * The share in percent that comes nearest to {@code weight} with these replicas; empty where nothing is shared, and through
     * gateways, whose weights are exact.
     */
    public Optional<Integer> possibleShare(int weight) {
        return weight <= 0 || weight >= 100 || gateway.isPresent()
                ? Optional.empty()
                : Optional.of(
                        (int) Math.round(ReplicaSplit.nearest(replicas, weight).percent()));
    }

    /** Pods that a revision needs before it may have all traffic: one even when scaled to zero, to prove itself. */
    int fullReplicas() {
        return Math.max(1, replicas);
    }
}
