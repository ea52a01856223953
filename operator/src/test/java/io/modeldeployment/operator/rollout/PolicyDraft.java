package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.Optional;

/** A policy on its way to another one: a test says what differs, and the rest stays, whatever fields there are. */
final class PolicyDraft {
    RevisionHash wanted;
    int replicas;
    boolean paused;
    Duration progressDeadline;
    int historyLimit;
    Duration drain;
    Strategy strategy;
    Optional<RolloutPolicy.Gateway> gateway;
    int rollbackWindow;
    Surge surge;

    /** One that differs in nothing yet. */
    PolicyDraft(RolloutPolicy policy) {
        wanted = policy.wanted();
        replicas = policy.replicas();
        paused = policy.paused();
        progressDeadline = policy.progressDeadline();
        historyLimit = policy.historyLimit();
        drain = policy.drain();
        strategy = policy.strategy();
        gateway = policy.gateway();
        rollbackWindow = policy.rollbackWindow();
        surge = policy.surge();
    }

    RolloutPolicy policy() {
        return new RolloutPolicy(
                wanted,
                replicas,
                paused,
                progressDeadline,
                historyLimit,
                drain,
                strategy,
                gateway,
                rollbackWindow,
                surge);
    }
}
