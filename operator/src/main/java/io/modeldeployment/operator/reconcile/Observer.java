package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.modeldeployment.operator.probe.PodProbe;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.resources.StoredRevision;
import io.modeldeployment.operator.rollout.Observation;
import io.modeldeployment.operator.rollout.Probe;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RevisionView;
import io.modeldeployment.operator.rollout.Route;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All reads of a pass, and no write: the caches become an observation, and the candidate's pods are asked. */
final class Observer {
    private final PodProbe probe;

    Observer(PodProbe probe) {
        this.probe = probe;
    }

    /**
     * Observes the ModelDeployment {@code name}.
     *
     * @param candidate revision whose pods shall be asked for a prediction
     */
    Observation observe(String name, Sight sight, Optional<RevisionHash> candidate) {
        Set<RevisionHash> revisions = new HashSet<>(sight.stored().keySet());
        sight.deployments()
                .values()
                .forEach(deployment -> Labels.revisionOf(deployment).ifPresent(revisions::add));
        Map<RevisionHash, RevisionView> views = revisions.stream()
                .map(revision -> view(
                        name,
                        revision,
                        sight,
                        candidate.filter(revision::equals).isPresent()))
                .collect(Collectors.toMap(RevisionView::hash, Function.identity()));
        Route route = Optional.ofNullable(sight.services().get(Names.main(name)))
                .map(Service::getSpec)
                .map(spec -> Labels.route(spec.getSelector()))
                .orElse(new Route.None());
        return new Observation(views, route, sight.gateway().view());
    }

    private RevisionView view(String name, RevisionHash revision, Sight sight, boolean asked) {
        List<Pod> pods = sight.podsOf(revision);
        Optional<Deployment> deployment = sight.deployment(name, revision);
        int ready = (int) pods.stream().filter(PodSight::isReady).count();
        int available = deployment
                .map(Deployment::getStatus)
                .map(DeploymentStatus::getAvailableReplicas)
                .orElse(0);
        return new RevisionView(
                revision,
                Optional.ofNullable(sight.stored().get(revision))
                        .map(StoredRevision::number)
                        .orElse(0L),
                deployment.map(object -> object.getSpec().getReplicas()).orElse(0),
                pods.size(),
                // The caches of Deployments and pods lag apart: believe the one that promises less.
                Math.min(ready, available),
                endpoints(pods, sight.slices().getOrDefault(Names.main(name), List.of())),
                endpoints(pods, sight.slices().getOrDefault(Names.revision(name, revision), List.of())),
                asked ? ask(pods) : new Probe.Unasked(),
                PodSight.crash(pods),
                PodSight.waiting(pods).or(() -> deployment.flatMap(Observer::replicaFailure)));
    }

    private static int endpoints(List<Pod> pods, List<EndpointSlice> slices) {
        Set<String> names =
                pods.stream().map(pod -> pod.getMetadata().getName()).collect(Collectors.toSet());
        return (int) slices.stream()
                // A slice without endpoints carries null, not an empty list.
                .flatMap(slice -> Stream.ofNullable(slice.getEndpoints()).flatMap(List::stream))
                .filter(Observer::takesTraffic)
                .filter(endpoint -> endpoint.getTargetRef() != null
                        && names.contains(endpoint.getTargetRef().getName()))
                .count();
    }

    private static boolean takesTraffic(Endpoint endpoint) {
        return endpoint.getConditions() == null
                || !Boolean.FALSE.equals(endpoint.getConditions().getReady());
    }

    private static Optional<String> replicaFailure(Deployment deployment) {
        return Optional.ofNullable(deployment.getStatus()).stream()
                .flatMap(status -> status.getConditions().stream())
                .filter(condition ->
                        "ReplicaFailure".equals(condition.getType()) && "True".equals(condition.getStatus()))
                .map(condition -> "pods cannot be made: " + condition.getMessage())
                .findFirst();
    }

    /** Asks every pod that has an address, at once; a wrong answer of any outweighs all right ones. */
    private Probe ask(List<Pod> pods) {
        List<Pod> reachable =
                pods.stream().filter(pod -> PodSight.address(pod).isPresent()).toList();
        return AtOnce.ask(reachable, this::ask).stream().reduce(new Probe.Unasked(), Observer::worse);
    }

    private Probe ask(Pod pod) {
        Probe answer = PodSight.address(pod)
                .map(ip -> probe.ask(ip, PodSight.port(pod)))
                .orElse(new Probe.NoAnswer("no address"));
        // A pod that is still starting owes nothing yet; only what it says to be broken counts.
        return answer instanceof Probe.NoAnswer && !PodSight.isReady(pod) ? new Probe.Unasked() : answer;
    }

    private static Probe worse(Probe one, Probe other) {
        return rank(one) >= rank(other) ? one : other;
    }

    private static int rank(Probe probe) {
        return switch (probe) {
            case Probe.Unasked() -> 0;
            case Probe.Passed() -> 1;
            case Probe.Busy _ -> 2;
            case Probe.NoAnswer _ -> 3;
            case Probe.Failed _ -> 4;
        };
    }
}
