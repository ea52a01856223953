package io.modeldeployment.operator.rollout;

import java.util.Map;

/**
 * What the HTTPRoute says. A change of it is one atomic write.
 *
 * @param weights share of each revision in percent; they sum to 100, and a revision without a share is not named
 * @param detours what goes beside the weights
 */
public record GatewayRoute(Map<RevisionHash, Integer> weights, Detours detours) {
    public GatewayRoute {
        weights = Map.copyOf(weights);
    }

    /** Everything goes by weight. */
    public GatewayRoute(Map<RevisionHash, Integer> weights) {
        this(weights, Detours.NONE);
    }

    /** The same weights with these detours. */
    GatewayRoute with(Detours others) {
        return new GatewayRoute(weights, others);
    }

    /** The weights alone. */
    GatewayRoute plain() {
        return with(Detours.NONE);
    }

    /** Everything goes to one revision. */
    static GatewayRoute only(RevisionHash revision) {
        return new GatewayRoute(Map.of(revision, 100));
    }

    /** {@code weight} percent, in 0..100, go to the candidate and the rest to stable. */
    static GatewayRoute between(RevisionHash stable, RevisionHash candidate, int weight) {
        return switch (weight) {
            case 0 -> only(stable);
            case 100 -> only(candidate);
            default -> new GatewayRoute(Map.of(stable, 100 - weight, candidate, weight));
        };
    }

    /** The share in percent of {@code revision}. */
    public int weightOf(RevisionHash revision) {
        return weights.getOrDefault(revision, 0);
    }

    /** Whether requests can come to {@code revision} by this route. */
    boolean reaches(RevisionHash revision) {
        return weightOf(revision) > 0 || detours.reach(revision);
    }

    /** Whether a revision has a share that is neither {@code one} nor {@code other}. */
    boolean reachesOthersThan(RevisionHash one, RevisionHash other) {
        return weightOf(one) + weightOf(other) < 100;
    }
}
