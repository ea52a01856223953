package io.modeldeployment.operator.rollout;

import java.time.Instant;

/** What every decision of one pass shares: the wish, the sight and the time. */
record Situation(RolloutPolicy policy, Observation seen, Instant now) {
    RevisionHash wanted() {
        return policy.wanted();
    }

    /** Whether pods are there of a revision that is neither {@code one} nor {@code other}. */
    boolean othersThan(RevisionHash one, RevisionHash other) {
        return seen.all().stream()
                .filter(view -> !view.hash().equals(one) && !view.hash().equals(other))
                .anyMatch(view -> !view.isGone());
    }

    Strategy strategy() {
        return policy.strategy();
    }
}
