package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.RecoveryStatus;
import io.modeldeployment.operator.reconcile.rights.Denials;
import io.modeldeployment.operator.recovery.Past;
import io.modeldeployment.operator.recovery.RecoveryPlanner;
import io.modeldeployment.operator.recovery.Remedy;
import io.modeldeployment.operator.recovery.StandIn;
import io.modeldeployment.operator.rollout.Action.PublishEvent;
import io.modeldeployment.operator.status.RecoveryCodec;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Carries out what recovery has decided, as far as it is not the rollout's, and tells people. */
final class FirstAid {
    private final ModelDeployment resource;
    private final KubernetesClient client;
    private final RecoveryPlanner.Decision decision;
    private final Optional<StandIn> standIn;

    FirstAid(ModelDeployment resource, KubernetesClient client, RecoveryWatch.Outcome outcome) {
        this.resource = resource;
        this.client = client;
        this.decision = outcome.decision();
        this.standIn = outcome.standIn();
    }

    /** False where a right is missing for it; an Event that may not be written is no reason to do it again. */
    boolean give(Sight sight, Denials denials, Instant now) {
        boolean told = message().equals(lastMessage());
        return switch (decision.remedy()) {
            case Remedy.Restart(var pod, var why) ->
                denials.attempt(() -> sight.pods().stream()
                                .filter(seen ->
                                        seen.getMetadata().getName().equals(pod) && !PodSight.isTerminating(seen))
                                .forEach(this::delete))
                        && publish("PodRestarted", why + ". Another pod takes its place.", denials, now);
            case Remedy.Hold(var why) when !told -> publish("RecoveryHeld", why, denials, now);
            case Remedy.GiveUp(var why) when !told -> publish("RecoveryGivenUp", why, denials, now);
            case Remedy.Restore(var backup, var why) ->
                publish("RestoreStarted", why + ". The backup " + backup + " is restored in its place.", denials, now);
            // The rollout tells of its own changes.
            case Remedy.None _, Remedy.RollBack _, Remedy.Hold _, Remedy.GiveUp _ -> true;
        };
    }

    /** A pod that has been replaced under the same name since is another one. */
    private void delete(Pod pod) {
        client.resource(pod)
                .lockResourceVersion(pod.getMetadata().getResourceVersion())
                .delete();
    }

    private boolean publish(String reason, String message, Denials denials, Instant now) {
        denials.attempt(
                () -> new EventPublisher(client, resource).publish(new PublishEvent(true, reason, message), now));
        return true;
    }

    /** What the status shall keep. */
    @Nullable
    RecoveryStatus status() {
        Past past = decision.past();
        return RecoveryCodec.write(past, message(), standIn);
    }

    /** What it kept before, where nothing could be done. */
    @Nullable
    RecoveryStatus before() {
        return resource.getStatus() == null ? null : resource.getStatus().recovery();
    }

    /** What there is to say; of what was done before, as long as it is remembered. */
    private Optional<String> message() {
        return switch (decision.remedy()) {
            case Remedy.None() -> decision.past().equals(Past.NONE) ? Optional.empty() : lastMessage();
            case Remedy.Restart(var pod, var why) -> Optional.of(why + ": restarted");
            case Remedy.RollBack(var revision, var why) -> Optional.of(why + ": back to revision " + revision);
            case Remedy.Restore(var backup, var why) -> Optional.of(why + ": restored from backup " + backup);
            case Remedy.Hold(var why) -> Optional.of(why);
            case Remedy.GiveUp(var why) -> Optional.of(why);
        };
    }

    private Optional<String> lastMessage() {
        return Optional.ofNullable(resource.getStatus())
                .map(ModelDeploymentStatus::recovery)
                .map(RecoveryStatus::message);
    }
}
