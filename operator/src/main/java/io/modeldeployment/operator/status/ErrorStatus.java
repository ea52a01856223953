package io.modeldeployment.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The status when a pass could not be carried out for a reason that a person has to mend; the rollout stays as it was. */
public final class ErrorStatus {
    private static final int MESSAGE_LENGTH = 1000;

    /** What the problem says anew; every other condition is as it was last seen. */
    private static final Set<String> SUPERSEDED = Set.of("Ready", "Available", "Reconciling", "Stalled");

    private ErrorStatus() {}

    /** What is wrong: a CamelCase word, and a sentence that says what to do. */
    public record Problem(String reason, String message) {}

    /** The last status of {@code resource} with the problem in its conditions. */
    public static ModelDeploymentStatus of(ModelDeployment resource, Problem problem, Instant now) {
        var last = Optional.ofNullable(resource.getStatus()).orElseGet(ErrorStatus::empty);
        List<Condition> previous = last.conditions() == null ? List.of() : last.conditions();
        long generation = resource.getMetadata().getGeneration();
        String message = problem.message()
                .substring(0, Math.min(MESSAGE_LENGTH, problem.message().length()));
        boolean available = previous.stream()
                .anyMatch(condition -> "Available".equals(condition.getType()) && "True".equals(condition.getStatus()));
        var conditions = new Conditions(previous, generation, now)
                .add("Ready", false, problem.reason(), message)
                .add("Available", available, available ? "EndpointsReady" : "NoReadyEndpoint", "As last seen")
                .keepAllBut(SUPERSEDED)
                .add("Stalled", true, problem.reason(), message)
                .list();
        return new ModelDeploymentStatus(
                generation,
                Phase.DEGRADED,
                message,
                last.strategy(),
                last.replicas(),
                last.readyReplicas(),
                last.updatedReplicas(),
                last.selector(),
                last.stableRevision(),
                last.candidateRevision(),
                last.activeColor(),
                last.step(),
                last.weights(),
                last.rollout(),
                last.analysis(),
                last.collisionCount(),
                last.lastHandledAction(),
                last.evaluation(),
                last.recovery(),
                last.model(),
                last.backup(),
                conditions);
    }

    private static ModelDeploymentStatus empty() {
        return new ModelDeploymentStatus(
                null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
                null, null, null, null, null);
    }
}
