package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.modeldeployment.api.v1.AutoscalingSpec;
import io.modeldeployment.api.v1.KedaSpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.reconcile.rights.Denial;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.resources.OwnedObjects;
import io.modeldeployment.operator.status.AutoscalerReport;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ScaledObject of one ModelDeployment; asked for when needed, since few clusters know the kind. */
final class ScaledObjects {
    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("keda.sh")
            .withVersion("v1alpha1")
            .withKind("ScaledObject")
            .withPlural("scaledobjects")
            .withNamespaced(true)
            .build();

    private final ModelDeployment resource;
    private final OwnedObjects objects;
    private final OwnedWriter writer;
    private final Context<ModelDeployment> context;

    ScaledObjects(
            ModelDeployment resource, OwnedObjects objects, OwnedWriter writer, Context<ModelDeployment> context) {
        this.resource = resource;
        this.objects = objects;
        this.writer = writer;
        this.context = context;
    }

    AutoscalerReport keep(AutoscalingSpec spec, KedaSpec keda) {
        try {
            Optional<GenericKubernetesResource> seen = find();
            writer.apply(objects.scaledObject(spec, keda), seen);
            return seen.flatMap(ScaledObjects::problem)
                    .orElseGet(() -> new AutoscalerReport(
                            true,
                            "ScaledObject",
                            "KEDA has the ScaledObject of at most " + spec.maxReplicas() + " pods"));
        } catch (KubernetesClientException e) {
            return missing(e).orElseThrow(() -> e);
        }
    }

    void remove() {
        try {
            writer.delete(find());
        } catch (KubernetesClientException e) {
            if (missing(e).isEmpty()) {
                throw e;
            }
        }
    }

    /** A list tells a missing object from a missing kind. */
    private Optional<GenericKubernetesResource> find() {
        return context
                .getClient()
                .genericKubernetesResources(KIND)
                .inNamespace(resource.getMetadata().getNamespace())
                .withField(
                        "metadata.name", Names.autoscaler(resource.getMetadata().getName()))
                .list()
                .getItems()
                .stream()
                .filter(object -> Ownership.isOwned(object, resource))
                .findFirst();
    }

    private static Optional<AutoscalerReport> missing(KubernetesClientException error) {
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                Optional.of(new AutoscalerReport(
                        false,
                        "KedaNotInstalled",
                        "the cluster does not know ScaledObjects: install KEDA, or scale by spec.autoscaling.metrics"));
            case HttpURLConnection.HTTP_FORBIDDEN ->
                Optional.of(new AutoscalerReport(
                        false,
                        "Forbidden",
                        Denial.of(error).map(Denial::message).orElseGet(() -> String.valueOf(error.getMessage()))
                                + ", or scale by spec.autoscaling.metrics"));
            default -> Optional.empty();
        };
    }

    private static Optional<AutoscalerReport> problem(GenericKubernetesResource object) {
        return object.<Map<String, Object>>get("status") instanceof Map<?, ?> status
                        && status.get("conditions") instanceof List<?> conditions
                ? conditions.stream()
                        .filter(Map.class::isInstance)
                        .map(condition -> (Map<?, ?>) condition)
                        .filter(condition ->
                                "Ready".equals(condition.get("type")) && "False".equals(condition.get("status")))
                        .findFirst()
                        .map(condition -> new AutoscalerReport(
                                false,
                                "ScaledObjectNotReady",
                                "KEDA does not scale (" + condition.get("reason")
                                        + "): see 'kubectl describe scaledobject "
                                        + object.getMetadata().getName() + "'"))
                : Optional.empty();
    }
}
