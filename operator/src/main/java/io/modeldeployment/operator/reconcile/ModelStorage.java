package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.resources.FetchJob;
import io.modeldeployment.operator.resources.ModelClaim;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.status.ModelProjection;
import io.modeldeployment.operator.storage.ClaimView;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.Provision;
import io.modeldeployment.operator.storage.Provision.Step;
import io.modeldeployment.operator.storage.Provisioning;
import io.modeldeployment.operator.storage.UnusedClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fetched models of one ModelDeployment in one pass: looks, decides, and then makes and deletes claims and jobs. */
final class ModelStorage {
    private final ModelDeployment resource;
    private final Sight sight;
    private final FetchJobs jobs;
    private final Optional<ModelClaim> wanted;

    /** @param jobs looks at jobs and their pods */
    ModelStorage(ModelDeployment resource, Sight sight, FetchJobs jobs) {
        this.resource = resource;
        this.sight = sight;
        this.jobs = jobs;
        this.wanted = ModelClaim.of(
                resource.getMetadata().getName(), resource.getSpec().model());
    }

    /** What was decided about the wanted revision's model; without a provision where nothing is fetched. */
    record Outcome(RevisionHash wantedBy, Optional<Provision> provision) {
        Clearance clearance() {
            return provision.map(Provision::clearance).orElseGet(Clearance.Cleared::new);
        }

        Optional<Duration> recheckAfter() {
            return provision.flatMap(Provision::recheckAfter);
        }
    }

    /** Looks, and decides; writes nothing. */
    Outcome look(RevisionHash wantedBy, Optional<RolloutState> state, Instant now) {
        return new Outcome(
                wantedBy,
                wanted.map(claim -> new Provisioning(claim.title(), wantedBy, state)
                        .decide(
                                Optional.ofNullable(sight.claims().get(claim.name()))
                                        .map(ModelStorage::view),
                                jobs.look(Optional.ofNullable(sight.modelJobs().get(claim.jobName()))),
                                now)));
    }

    private static ClaimView view(PersistentVolumeClaim claim) {
        Map<String, String> written = ModelClaim.written(claim);
        return new ClaimView(
                Optional.ofNullable(written.get(ModelClaim.DIGEST))
                        .map(digest -> new StoredModel(digest, written.getOrDefault(ModelClaim.SOURCE_REVISION, ""))),
                claim.getMetadata().getDeletionTimestamp() != null);
    }

    /**
     * What jobs are made with.
     *
     * @param next state of the rollout after this pass
     * @param serverImage image where the spec names none
     */
    record Made(Optional<RolloutState> next, String serverImage) {}

    /** Carries out what was decided, and deletes what no revision uses. */
    void settle(Outcome outcome, Made made, OwnedWriter writer) {
        wanted.ifPresent(claim -> outcome.provision()
                .map(Provision::steps)
                .orElse(List.of())
                .forEach(step -> {
                    switch (step) {
                        case Step.EnsureClaim() -> ensure(claim, Map.of(), writer);
                        case Step.MarkReady(var model) -> ensure(claim, written(model), writer);
                        case Step.StartJob() ->
                            writer.apply(
                                    new FetchJob(resource, claim)
                                            .render(
                                                    outcome.wantedBy(),
                                                    Provisioning.attempt(made.next()),
                                                    made.serverImage()),
                                    Optional.empty());
                        case Step.EndJob() ->
                            writer.delete(Optional.ofNullable(sight.modelJobs().get(claim.jobName())));
                    }
                }));
        collect(writer);
    }

    private static Map<String, String> written(StoredModel model) {
        return Map.of(ModelClaim.DIGEST, model.digest(), ModelClaim.SOURCE_REVISION, model.revision());
    }

    private void ensure(ModelClaim claim, Map<String, String> written, OwnedWriter writer) {
        Optional<PersistentVolumeClaim> seen =
                Optional.ofNullable(sight.claims().get(claim.name()));
        Map<String, String> annotations =
                written.isEmpty() ? seen.map(ModelClaim::written).orElse(Map.of()) : written;
        try {
            writer.apply(claim.object(resource, seen, annotations), seen);
        } catch (KubernetesClientException refused) {
            // A claim that cannot grow still holds the model that it holds; one that cannot be made is a problem.
            if (seen.isEmpty() || !written.isEmpty()) {
                throw refused;
            }
        }
    }

    private void collect(OwnedWriter writer) {
        Set<String> used = new HashSet<>();
        sight.stored().values().forEach(revision -> used.addAll(ModelClaim.mountedBy(revision.template())));
        sight.deployments()
                .values()
                .forEach(deployment ->
                        used.addAll(ModelClaim.mountedBy(deployment.getSpec().getTemplate())));
        List<String> names = wanted.map(ModelClaim::name).stream().toList();
        for (String unused : UnusedClaims.among(sight.claims().keySet(), used, names)) {
            writer.delete(Optional.ofNullable(sight.modelJobs().get(ModelClaim.jobOf(unused))));
            writer.delete(Optional.ofNullable(sight.claims().get(unused)));
        }
    }

    /** What the status says of it. */
    ModelProjection projection(Outcome outcome) {
        return new ModelProjection(
                outcome.wantedBy(), wanted.map(ModelClaim::title), wanted.map(ModelClaim::name), outcome.provision());
    }
}
