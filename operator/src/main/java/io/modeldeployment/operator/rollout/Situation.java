package io.modeldeployment.operator.rollout;

import java.time.Instant;

/** What every decision of one pass shares: the wish, the sight and the time. */
record Situation(RolloutPolicy policy, Observation seen, Instant now) {
    RevisionHash wanted() {
        return policy.wanted();
    }

    Strategy strategy() {
        return policy.strategy();
    }
}
