package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.RevisionAntiAffinity;
import io.modeldeployment.operator.reconcile.rights.Denials;
import io.modeldeployment.operator.resources.AntiAffinity;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.resources.OwnedObjects;
import io.modeldeployment.operator.resources.PodTemplate;
import io.modeldeployment.operator.resources.RevisionContent;
import io.modeldeployment.operator.resources.StoredRevision;
import io.modeldeployment.operator.rollout.Action;
import io.modeldeployment.operator.rollout.GatewayRoute;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Carries out a plan's actions in their order; each is idempotent and writes nothing where nothing differs. */
final class ActionExecutor {
    private final String name;
    private final Sight sight;
    private final OwnedObjects objects;
    private final OwnedWriter writer;
    private final EventPublisher events;
    private final Wanted wanted;

    private final RevisionAntiAffinity antiAffinity;

    /** What shall be, and the colours of the revisions. */
    record Wanted(Wish wish, Colors colors) {}

    /**
     * The revision that the spec asks for, and what its pods are made from.
     *
     * @param placed the content with where its pods find the model; empty while nobody knows, and nothing is made then
     */
    record Wish(RevisionHash hash, RevisionContent content, Optional<RevisionContent> placed, String serverImage) {
        /** The pods that it would be made with now. */
        PodTemplateSpec template(String name, RevisionAntiAffinity antiAffinity) {
            var pods = PodTemplate.render(name, hash, placed.orElse(content), serverImage);
            return AntiAffinity.added(pods, name, hash, antiAffinity);
        }
    }

    ActionExecutor(ModelDeployment resource, Sight sight, Wanted wanted, Context<ModelDeployment> context) {
        this.name = resource.getMetadata().getName();
        this.sight = sight;
        this.wanted = wanted;
        this.antiAffinity = AntiAffinity.of(resource.getSpec());
        this.objects = new OwnedObjects(resource);
        this.writer = new OwnedWriter(resource, context);
        this.events = new EventPublisher(context.getClient(), resource);
    }

    /** Without the right to write HTTPRoutes or Events the rest is done: what was not acknowledged is waited for. */
    void execute(List<Action> actions, Denials denials, Instant now) {
        for (Action action : actions) {
            switch (action) {
                case Action.ApplyRevision(var revision, var replicas) -> applyRevision(revision, replicas);
                case Action.SetTraffic(var route) ->
                    writer.apply(objects.mainService(route), service(Names.main(name)));
                case Action.SetGatewayRoute(var route) -> denials.attempt(() -> setGatewayRoute(route));
                case Action.SetPreview(var revision) -> setPreview(revision);
                case Action.DeleteRevision(var revision) -> deleteRevision(revision);
                case Action.PublishEvent event -> denials.attempt(() -> events.publish(event, now));
            }
        }
    }

    private void applyRevision(RevisionHash revision, int replicas) {
        var deployment = sight.deployment(name, revision);
        var stored = Optional.ofNullable(sight.stored().get(revision));
        var record = stored.or(() -> deployment.map(object -> adopt(revision, object)))
                .or(() -> revision.equals(wanted.wish().hash()) ? render() : Optional.empty());
        // A revision of which nothing is left but its name cannot be made again, nor one whose backup was not seen yet:
        // neither has pods.
        record.ifPresent(known -> {
            if (stored.isEmpty()) {
                writer.apply(objects.controllerRevision(known), controllerRevision(revision));
            }
            writer.apply(objects.deployment(known, replicas, wanted.colors().of(revision)), deployment);
            writer.apply(objects.revisionService(revision), service(Names.revision(name, revision)));
        });
    }

    private Optional<StoredRevision> render() {
        return wanted.wish()
                .placed()
                .map(_ -> new StoredRevision(
                        wanted.wish().hash(),
                        nextNumber(),
                        wanted.wish().content().canonical(),
                        wanted.wish().template(name, antiAffinity)));
    }

    /** A Deployment whose ControllerRevision was deleted by hand still has the template. */
    private StoredRevision adopt(RevisionHash revision, Deployment deployment) {
        return new StoredRevision(
                revision, nextNumber(), "", deployment.getSpec().getTemplate());
    }

    private long nextNumber() {
        return sight.stored().values().stream()
                        .mapToLong(StoredRevision::number)
                        .max()
                        .orElse(0)
                + 1;
    }

    private void setGatewayRoute(Optional<GatewayRoute> route) {
        var seen = sight.gateway().route();
        route.ifPresentOrElse(wanted -> writer.apply(objects.httpRoute(wanted), seen), () -> writer.delete(seen));
    }

    private void setPreview(Optional<RevisionHash> revision) {
        var seen = service(Names.preview(name));
        revision.ifPresentOrElse(
                candidate -> writer.apply(objects.previewService(candidate), seen), () -> writer.delete(seen));
    }

    private void deleteRevision(RevisionHash revision) {
        writer.delete(sight.deployment(name, revision));
        writer.delete(service(Names.revision(name, revision)));
        writer.delete(controllerRevision(revision));
    }

    private Optional<ControllerRevision> controllerRevision(RevisionHash revision) {
        return Optional.ofNullable(sight.controllerRevisions().get(Names.revision(name, revision)));
    }

    private Optional<io.fabric8.kubernetes.api.model.Service> service(String serviceName) {
        return Optional.ofNullable(sight.services().get(serviceName));
    }
}
