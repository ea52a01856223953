package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.ControllerRevisionBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.modeldeployment.api.v1.AutoscalingMetric;
import io.modeldeployment.api.v1.AutoscalingSpec;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.api.v1.KedaSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.rollout.GatewayRoute;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.Route;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of one ModelDeployment, as they shall be; all are owned by it, so they go when it goes. */
public final class OwnedObjects {
    private final ModelDeployment owner;
    private final String name;

    /** For the objects of {@code owner}, which has a name, a namespace and a UID. */
    public OwnedObjects(ModelDeployment owner) {
        this.owner = owner;
        this.name = owner.getMetadata().getName();
    }

    /** What a revision is, for good. */
    public ControllerRevision controllerRevision(StoredRevision revision) {
        return new ControllerRevisionBuilder()
                .withMetadata(metadata(
                        Names.revision(name, revision.hash()),
                        Map.of(Labels.REVISION, revision.hash().value())))
                .withRevision(revision.number())
                .withData(revision.data())
                .build();
    }

    /** The pods of a revision. */
    public Deployment deployment(StoredRevision revision, int replicas, Optional<String> color) {
        var labels = new HashMap<>(Map.of(Labels.REVISION, revision.hash().value()));
        color.ifPresent(value -> labels.put(Labels.COLOR, value));
        return new DeploymentBuilder()
                .withMetadata(metadata(Names.revision(name, revision.hash()), labels))
                .withNewSpec()
                .withReplicas(replicas)
                // The API server leaves a zero out, and what it leaves out would look like a difference for ever.
                .withMinReadySeconds(minReady() == 0 ? null : minReady())
                .withProgressDeadlineSeconds(progressDeadline())
                .withRevisionHistoryLimit(1)
                .withNewSelector()
                .withMatchLabels(Labels.podsOf(name, revision.hash()))
                .endSelector()
                .withTemplate(revision.template())
                .endSpec()
                .build();
    }

    /** Kubernetes wants it to be greater than minReadySeconds; ours decides, so its own only has to be later. */
    private int progressDeadline() {
        int ours =
                Optional.ofNullable(owner.getSpec().progressDeadlineSeconds()).orElse(1800);
        return Math.max(ours, minReady() + 1);
    }

    private int minReady() {
        return Optional.ofNullable(owner.getSpec().minReadySeconds()).orElse(0);
    }

    /** What keeps the images of {@code pods}, which are a revision's, on nodes. */
    public DaemonSet nodeCache(RevisionHash revision, PodTemplateSpec pods) {
        return new DaemonSetBuilder()
                .withMetadata(metadata(Names.nodeCache(name, revision), Map.of(Labels.REVISION, revision.value())))
                .withSpec(NodeCachePods.spec(name, revision, pods.getSpec()))
                .build();
    }

    /** The Service of one revision: always its pods, whatever the traffic. */
    public Service revisionService(RevisionHash revision) {
        return service(
                Names.revision(name, revision),
                Map.of(Labels.REVISION, revision.value()),
                Labels.podsOf(name, revision));
    }

    /** The Service that clients use; its selector is the traffic switch. */
    public Service mainService(Route route) {
        return service(Names.main(name), Map.of(), Labels.selector(name, route));
    }

    /** The Service in front of a blue-green candidate. */
    public Service previewService(RevisionHash revision) {
        return service(Names.preview(name), Map.of(), Labels.podsOf(name, revision));
    }

    /** The HTTPRoute by which gateways send to the revisions' Services; only where the spec names gateways. */
    public HTTPRoute httpRoute(GatewayRoute route) {
        GatewaySpec gateway = Policies.gateway(owner.getSpec())
                .orElseThrow(() -> new IllegalStateException("the spec names no gateway"));
        return new HTTPRouteBuilder()
                .withMetadata(metadata(Names.route(name), Map.of()))
                .withSpec(HttpRoutes.spec(name, gateway, route))
                .build();
    }

    /** The autoscaler by {@code spec} and its metrics. */
    public HorizontalPodAutoscaler horizontalPodAutoscaler(AutoscalingSpec spec, List<AutoscalingMetric> metrics) {
        return new HorizontalPodAutoscalerBuilder()
                .withMetadata(metadata(Names.autoscaler(name), Map.of()))
                .withSpec(new Autoscaling(owner, spec).horizontalPodAutoscaler(metrics))
                .build();
    }

    /** The ScaledObject by which KEDA scales. */
    public GenericKubernetesResource scaledObject(AutoscalingSpec spec, KedaSpec keda) {
        var object = new GenericKubernetesResource();
        object.setApiVersion(Autoscaling.KEDA_VERSION);
        object.setKind(Autoscaling.KEDA_KIND);
        object.setMetadata(metadata(Names.autoscaler(name), Map.of()));
        object.setAdditionalProperty("spec", new Autoscaling(owner, spec).scaledObject(keda));
        return object;
    }

    private Service service(String serviceName, Map<String, String> labels, Map<String, String> selector) {
        return new ServiceBuilder()
                .withMetadata(metadata(serviceName, labels))
                .withNewSpec()
                .withSelector(selector)
                .addNewPort()
                .withName("http")
                .withPort(80)
                .withProtocol("TCP")
                .withTargetPort(new IntOrString("http"))
                .endPort()
                .endSpec()
                .build();
    }

    /** The metadata of an object that belongs to no revision. */
    ObjectMeta metadataOf(String objectName) {
        return metadata(objectName, Map.of());
    }

    private ObjectMeta metadata(String objectName, Map<String, String> labels) {
        var all = new HashMap<>(Labels.common(name));
        all.putAll(labels);
        return new ObjectMetaBuilder()
                .withName(objectName)
                .withNamespace(owner.getMetadata().getNamespace())
                .withLabels(all)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(owner.getApiVersion())
                        .withKind(owner.getKind())
                        .withName(name)
                        .withUid(owner.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .build();
    }
}
