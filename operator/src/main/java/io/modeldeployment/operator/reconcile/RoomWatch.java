package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.reconcile.pool.Accelerators;
import io.modeldeployment.operator.reconcile.pool.Candidate;
import io.modeldeployment.operator.resources.StoredRevision;
import io.modeldeployment.operator.rollout.Claim;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.rollout.Room;
import io.modeldeployment.operator.status.SchedulableReport;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Looks at what room there is for the candidate of a rollout whose pods need devices. */
final class RoomWatch {
    private final SimpleInboundEventSource<ModelDeployment> freed = new SimpleInboundEventSource<>("room");
    private final Accelerators accelerators = new Accelerators(freed::propagateEvent);

    /**
     * Whose rollout it is.
     *
     * @param state where it is, as it was persisted
     * @param template pods of the wanted revision, where it does not exist yet
     * @param client the way to the API server
     */
    record Rolling(
            ModelDeployment resource,
            RolloutPolicy policy,
            Optional<RolloutState> state,
            Supplier<PodTemplateSpec> template,
            KubernetesClient client) {}

    /** Calls those who wait when there may be more room. */
    EventSource<?, ModelDeployment> follow() {
        return freed;
    }

    /** What was {@code seen}, with the room. */
    Observation look(Rolling rolling, Observation seen, Sight sight, Instant now) {
        Optional<Claim> claim = Claim.of(rolling.state(), rolling.policy(), seen);
        if (claim.isEmpty()) {
            accelerators.leave(rolling.resource());
            return seen;
        }
        PodTemplateSpec template = Optional.ofNullable(
                        sight.stored().get(claim.get().candidate()))
                .map(StoredRevision::template)
                .orElseGet(rolling.template());
        var candidate = new Candidate(
                rolling.resource(), claim.get(), seen.of(claim.get().candidate()), template, sight.pods());
        Room room = accelerators.room(candidate, rolling.client(), now);
        return seen.with(room)
                .cleared(Clearance.all(List.of(seen.clearance(), claim.get().clearance(room))));
    }

    /** What the condition Schedulable says. */
    Optional<SchedulableReport> report(Rolling rolling, Observation seen, Sight sight, Instant now) {
        return seen.clearance() instanceof Clearance.Awaited(var need, var message) && need == Clearance.Need.ROOM
                ? Optional.of(new SchedulableReport(Optional.of(false), Accelerators.QUEUED, "Waiting for " + message))
                : accelerators.look(rolling.resource(), sight.pods(), rolling.client(), now);
    }
}
