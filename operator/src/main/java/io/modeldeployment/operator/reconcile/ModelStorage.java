package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.VolumeClaimSource;
import io.modeldeployment.operator.reconcile.backup.RestoreSource;
import io.modeldeployment.operator.resources.FetchJob;
import io.modeldeployment.operator.resources.ModelClaim;
import io.modeldeployment.operator.resources.RevisionContent;
import io.modeldeployment.operator.rollout.Clearance;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutState;
import io.modeldeployment.operator.status.ModelProjection;
import io.modeldeployment.operator.storage.ClaimView;
import io.modeldeployment.operator.storage.ClaimView.StoredModel;
import io.modeldeployment.operator.storage.Provision;
import io.modeldeployment.operator.storage.Provision.Step;
import io.modeldeployment.operator.storage.Provisioning;
import io.modeldeployment.operator.storage.Supply;
import io.modeldeployment.operator.storage.UnusedClaims;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fetched and restored models of one ModelDeployment in one pass: looks, decides, and then makes and deletes claims and jobs. */
final class ModelStorage {
    private final ModelDeployment resource;
    private final Sight sight;
    private final FetchJobs jobs;
    private final Optional<ModelClaim> wanted;
    private final Supply supply;

    /**
     * Looks at where the model comes from.
     *
     * @param jobs looks at jobs and their pods
     * @param backups looks at backups
     */
    ModelStorage(ModelDeployment resource, Sight sight, FetchJobs jobs, RestoreSource backups) {
        this.resource = resource;
        this.sight = sight;
        this.jobs = jobs;
        this.wanted = ModelClaim.of(
                resource.getMetadata().getName(), resource.getSpec().model());
        Optional<String> sha256 = Optional.ofNullable(resource.getSpec().model().sha256());
        this.supply = wanted.filter(claim ->
                        seen(claim).flatMap(found -> view(found).model()).isEmpty())
                .flatMap(ModelClaim::backup)
                .map(backup -> backups.look(backup, sha256))
                .orElseGet(Supply.Elsewhere::new);
    }

    private Optional<PersistentVolumeClaim> seen(ModelClaim claim) {
        return Optional.ofNullable(sight.claims().get(claim.name()));
    }

    /**
     * Where pods of the wanted revision find its model, for those that a backup brings; the rest say it themselves. Empty while nobody
     * knows.
     */
    Optional<RevisionContent> placed(RevisionContent content) {
        Optional<ModelClaim> restored = wanted.filter(claim -> claim.backup().isPresent());
        return restored.isEmpty()
                ? Optional.of(content)
                : restored.flatMap(claim ->
                        path(claim).map(path -> content.from(new VolumeClaimSource(claim.name(), path))));
    }

    private Optional<String> path(ModelClaim claim) {
        return seen(claim)
                .map(found -> ModelClaim.written(found).get(ModelClaim.PATH))
                .or(() -> supply instanceof Supply.Restorable known
                        ? Optional.of(known.restoredPath())
                        : Optional.empty());
    }

    /** What was decided about the wanted revision's model; without a provision where the kubelet brings it. */
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
                wanted.map(claim -> new Provisioning(origin(claim), wantedBy, state)
                        .decide(
                                seen(claim).map(ModelStorage::view),
                                jobs.look(Optional.ofNullable(sight.modelJobs().get(claim.jobName()))),
                                now)));
    }

    private Provisioning.Origin origin(ModelClaim claim) {
        return new Provisioning.Origin(claim.title(), claim.backup().isPresent(), supply);
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
                                    new FetchJob(resource, claim, supply)
                                            .render(
                                                    outcome.wantedBy(),
                                                    Provisioning.attempt(made.next()),
                                                    made.serverImage()),
                                    Optional.empty());
                        case Step.DropClaim() -> writer.delete(seen(claim));
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
        Optional<PersistentVolumeClaim> seen = seen(claim);
        if (seen.isEmpty() && claim.backup().isPresent() && !(supply instanceof Supply.Restorable)) {
            return; // it could only be empty
        }
        var annotations = new HashMap<>(seen.map(ModelClaim::written).orElse(Map.of()));
        if (claim.backup().isPresent()) {
            path(claim).ifPresent(path -> annotations.put(ModelClaim.PATH, path));
        }
        annotations.putAll(written);
        try {
            writer.apply(claim.object(resource, seen, annotations, supply), seen);
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
