package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.analysis.PodAddress;
import io.modeldeployment.operator.resources.Labels;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.resources.StoredRevision;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The objects of one ModelDeployment as the informers' caches have them, read once a pass.
 *
 * @param stored what the ControllerRevisions keep, by revision
 * @param controllerRevisions by name
 * @param deployments by name
 * @param services by name
 * @param pods every pod of it
 * @param slices EndpointSlices by the name of their Service
 * @param gateway the HTTPRoute
 * @param jobs jobs of its analyses, by name
 * @param modelJobs jobs that bring models, by name
 * @param claims claims that models lie on, by name
 */
record Sight(
        Map<RevisionHash, StoredRevision> stored,
        Map<String, ControllerRevision> controllerRevisions,
        Map<String, Deployment> deployments,
        Map<String, Service> services,
        List<Pod> pods,
        Map<String, List<EndpointSlice>> slices,
        GatewaySight gateway,
        Map<String, Job> jobs,
        Map<String, Job> modelJobs,
        Map<String, PersistentVolumeClaim> claims) {
    private static final String SERVICE_OF_SLICE = "kubernetes.io/service-name";

    static Sight of(ModelDeployment resource, Context<ModelDeployment> context, GatewaySight gateway) {
        KubernetesSerialization serialization = context.getClient().getKubernetesSerialization();
        Map<String, Job> jobs = owned(context.getSecondaryResources(Job.class), resource);
        var revisions = owned(context.getSecondaryResources(ControllerRevision.class), resource);
        return new Sight(
                revisions.values().stream()
                        .map(object -> StoredRevision.read(object, serialization))
                        .collect(Collectors.toMap(StoredRevision::hash, Function.identity(), (first, _) -> first)),
                revisions,
                owned(context.getSecondaryResources(Deployment.class), resource),
                owned(context.getSecondaryResources(Service.class), resource),
                List.copyOf(context.getSecondaryResources(Pod.class)),
                context.getSecondaryResources(EndpointSlice.class).stream()
                        .filter(slice -> slice.getMetadata().getLabels().containsKey(SERVICE_OF_SLICE))
                        .collect(Collectors.groupingBy(
                                slice -> slice.getMetadata().getLabels().get(SERVICE_OF_SLICE))),
                gateway,
                filtered(jobs, job -> !isOfModel(job)),
                filtered(jobs, Sight::isOfModel),
                filtered(
                        owned(context.getSecondaryResources(PersistentVolumeClaim.class), resource), Sight::isOfModel));
    }

    private static boolean isOfModel(HasMetadata object) {
        return object.getMetadata().getLabels().containsKey(Labels.MODEL);
    }

    private static <T> Map<String, T> filtered(Map<String, T> objects, Predicate<T> fits) {
        return objects.entrySet().stream()
                .filter(entry -> fits.test(entry.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Those of {@code objects} that belong to {@code owner}, by name. */
    static <T extends HasMetadata> Map<String, T> owned(Collection<T> objects, ModelDeployment owner) {
        var byName = new HashMap<String, T>();
        objects.stream()
                .filter(object -> Ownership.isOwned(object, owner))
                .forEach(object -> byName.put(object.getMetadata().getName(), object));
        return Map.copyOf(byName);
    }

    Optional<Deployment> deployment(String name, RevisionHash revision) {
        return Optional.ofNullable(deployments.get(Names.revision(name, revision)));
    }

    List<Pod> podsOf(RevisionHash revision) {
        return pods.stream()
                .filter(pod -> Labels.revisionOf(pod).filter(revision::equals).isPresent())
                .filter(PodSight::exists)
                .toList();
    }

    /** Where the servers of its ready pods answer. */
    List<PodAddress> serversOf(RevisionHash revision) {
        return podsOf(revision).stream()
                .filter(PodSight::isReady)
                .flatMap(pod -> PodSight.address(pod).stream()
                        .map(ip -> new PodAddress(PodSight.process(pod), ip, PodSight.port(pod))))
                .toList();
    }
}
