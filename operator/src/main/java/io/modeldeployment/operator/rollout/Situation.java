package io.modeldeployment.operator.rollout;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What every decision of one pass shares: the wish, the sight, the time and the past.
 *
 * @param promoted revisions that were promoted before this pass
 */
record Situation(RolloutPolicy policy, Observation seen, Instant now, List<RevisionHash> promoted) {
    RevisionHash wanted() {
        return policy.wanted();
    }

    /** Whether pods are there of a revision that is neither {@code one} nor {@code other}. */
    boolean othersThan(RevisionHash one, RevisionHash other) {
        return seen.all().stream()
                .filter(view -> !view.hash().equals(one) && !view.hash().equals(other))
                .anyMatch(view -> !view.isGone());
    }

    /**
     * Whether no gateway sends a request to anybody but {@code revision}: they have acknowledged that, or there is no
     * HTTPRoute to send by.
     */
    boolean gatewaysSpareAllBut(RevisionHash revision) {
        return seen.gateway().route().isEmpty() || seen.gateway().acknowledges(GatewayRoute.only(revision));
    }

    /** Whether requests through the gateways, if there shall be any, are answered by {@code revision} alone. */
    boolean gatewaysFollow(RevisionHash revision) {
        return policy.gateway().isEmpty()
                ? seen.gateway().route().isEmpty()
                : seen.gateway().acknowledges(GatewayRoute.only(revision));
    }

    /** The judgement that the step at {@code index} waits for; empty where it waits for none. */
    Optional<Judgement> judgementAt(int index) {
        return strategy().isJudged(index)
                ? seen.judgements().at(strategy().steps().get(index))
                : Optional.empty();
    }

    /**
     * The analysis, where it lets nothing go forward whatever the step: it cannot be measured at present, or takes a person (rules 14
     * and 15).
     */
    Optional<Judgement> obstacle() {
        Judgement analysis = seen.judgements().analysis();
        boolean holds = analysis instanceof Judgement.Unmeasured
                || analysis instanceof Judgement.Unclear
                        && !strategy().goesOnUnclear()
                        && !strategy().approves(wanted());
        return holds ? Optional.of(analysis) : Optional.empty();
    }

    /** Whether the wanted revision takes the place of one that fails, and so no steps. */
    boolean replaces() {
        return seen.rescue() instanceof Rescue.Replace;
    }

    /** Whether {@code revision} may not have its first pod, at present or at all. */
    boolean holdsBack(RevisionHash revision) {
        return awaited(revision).isPresent() || refused(revision).isPresent();
    }

    /** What {@code revision} waits for before its first pod. */
    Optional<Clearance.Awaited> awaited(RevisionHash revision) {
        return seen.awaited(revision).filter(_ -> revision.equals(wanted()));
    }

    /** Why {@code revision} shall not be tried. */
    Optional<Abort> refused(RevisionHash revision) {
        return seen.refused(revision)
                .filter(_ -> revision.equals(wanted()))
                .map(refused -> new Abort(refused.cause(), refused.message(), now));
    }

    Strategy strategy() {
        return policy.strategy();
    }
}
