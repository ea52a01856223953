package io.modeldeployment.e2e.watch;

import io.fabric8.kubernetes.api.model.Condition;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RolloutStage;
import io.modeldeployment.api.v1.RolloutStatus;
import io.modeldeployment.api.v1.Weights;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A ModelDeployment and its pods at one moment.
 *
 * @param at when it was seen
 * @param generation of the spec
 * @param replicas that the spec asks for
 * @param status what the operator said
 * @param readyPods ready pods by revision; those that are being deleted do not count
 */
public record Sighting(
        Instant at,
        long generation,
        int replicas,
        Optional<ModelDeploymentStatus> status,
        Map<String, Integer> readyPods) {
    public Sighting {
        readyPods = Map.copyOf(readyPods);
    }

    /** Whether the status speaks of the spec as it is now. */
    public boolean isCurrent() {
        return status.map(ModelDeploymentStatus::observedGeneration)
                .filter(observed -> observed == generation)
                .isPresent();
    }

    /** Status of the condition of this type, {@code True}, {@code False} or {@code Unknown}; empty without it. */
    public Optional<Condition> condition(String type) {
        return status.map(ModelDeploymentStatus::conditions).orElse(List.of()).stream()
                .filter(condition -> condition.getType().equals(type))
                .findFirst();
    }

    /** Whether the condition of this type is there and true. */
    public boolean is(String type) {
        return condition(type)
                .filter(condition -> condition.getStatus().equals("True"))
                .isPresent();
    }

    /** The stable revision; empty before the first one serves. */
    public Optional<String> stable() {
        return status.map(ModelDeploymentStatus::stableRevision);
    }

    /** The revision on its way, or aborted. */
    public Optional<String> candidate() {
        return status.map(ModelDeploymentStatus::candidateRevision);
    }

    /** Where the rollout is. */
    public Optional<RolloutStage> stage() {
        return status.map(ModelDeploymentStatus::rollout).map(rollout -> rollout.stage());
    }

    /** The weights; empty before the operator wrote any. */
    public Optional<Weights> weights() {
        return status.map(ModelDeploymentStatus::weights);
    }

    /** The share in percent that the candidate has of the Service's endpoints; 0 when there is none. */
    public int observedWeight() {
        return weights().map(Weights::observed).orElse(0);
    }

    /** The share in percent that is aimed at for the candidate; 0 when there is none. */
    public int candidateWeight() {
        return weights().map(Weights::candidate).orElse(0);
    }

    /** Current step and number of steps, such as {@code 2/6}; empty outside of a rollout. */
    public String step() {
        return status.map(ModelDeploymentStatus::step).orElse("");
    }

    /** What the operator says in a sentence. */
    public String message() {
        return status.map(ModelDeploymentStatus::message).orElse("");
    }

    /** Ready pods of a revision. */
    public int readyPodsOf(Optional<String> revision) {
        return revision.map(hash -> readyPods.getOrDefault(hash, 0)).orElse(0);
    }

    /** Whether the wanted revision is promoted and serves with all its pods. */
    public boolean serves() {
        return is("Ready")
                && is("Available")
                && !is("Reconciling")
                && stage().equals(Optional.of(RolloutStage.STABLE))
                && readyPodsOf(stable()) == replicas;
    }

    /** Whether no revision is being retired and the status has seen the last pod go. */
    public boolean isAtRest() {
        boolean retired = status.map(ModelDeploymentStatus::rollout)
                .map(RolloutStatus::retiring)
                .filter(retiring -> !retiring.isEmpty())
                .isEmpty();
        return retired && status.map(ModelDeploymentStatus::replicas).equals(Optional.of(replicas));
    }

    /** Whether nothing but the time has changed since {@code other}. */
    boolean looksLike(Sighting other) {
        return generation == other.generation
                && replicas == other.replicas
                && status.equals(other.status)
                && Objects.equals(readyPods, other.readyPods);
    }

    @Override
    public String toString() {
        return "generation " + generation + ", stage " + stage().map(Enum::name).orElse("none") + ", step " + step()
                + ", weight " + candidateWeight() + ", stable " + stable().orElse("none") + ", candidate "
                + candidate().orElse("none") + ", ready pods " + readyPods + ": " + message();
    }
}
