package io.modeldeployment.operator.rollout;

import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import java.util.Optional;

/** What shall be at a step of a rollout, and how far it is there; the two ways of moving traffic differ in it. */
sealed interface StepTargets permits ProgressingTargets, GatewayTargets {
    /** Those of the way that the policy asks for. */
    static StepTargets of(Progressing state, Situation situation) {
        return situation.policy().gateway().isPresent()
                ? new GatewayTargets(state, situation)
                : new ProgressingTargets(state, situation);
    }

    Situation situation();

    Targets targets();

    /** Candidate pods that the step needs. */
    int neededReplicas();

    /** Whether the candidate has the pods that the step needs, and every one that could be asked answered well. */
    boolean candidateIsProven();

    /** Whether all that the step asks for is there and acknowledged. */
    boolean isReached();

    /** Whether the last step is done and the candidate may be promoted. */
    boolean mayPromote();

    /** Whether time that passes now counts for the progress deadline (rule 6). */
    boolean isLate();

    /** Why the step is not reached, in words; empty when it is. */
    Optional<String> waitingFor();

    /** What is waited for of the candidate's pods; empty when it is proven. */
    static Optional<String> missing(RevisionView candidate, int needed) {
        if (candidate.available() < needed) {
            String why = candidate.waiting().map(reason -> ": " + reason).orElse("");
            return Optional.of("pods of " + candidate.hash() + ", " + candidate.available() + " of " + needed
                    + " available" + why);
        }
        if (!(candidate.probe() instanceof Probe.Passed)) {
            String why =
                    candidate.probe().silence().map(detail -> ": " + detail).orElse("");
            return Optional.of("a first prediction of " + candidate.hash() + why);
        }
        return Optional.empty();
    }
}
