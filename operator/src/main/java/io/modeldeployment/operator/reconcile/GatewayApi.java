package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.EventSourceRetriever;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.reconcile.rights.Denial;
import io.modeldeployment.operator.reconcile.rights.NameTakenException;
import io.modeldeployment.operator.resources.GatewayAnswers;
import io.modeldeployment.operator.resources.HttpRoutes;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.resources.Policies;
import io.modeldeployment.operator.resources.RouteClaims;
import io.modeldeployment.operator.rollout.GatewayView;
import io.modeldeployment.operator.rollout.Programming;
import io.modeldeployment.operator.rollout.Programming.Unavailable;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The HTTPRoutes of the API server. Not every cluster has them, and one may get or lose them while the operator runs: they
 * are followed from when they are there, and asked for again now and then while they are not.
 */
final class GatewayApi {
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

    private Optional<InformerEventSource<HTTPRoute, ModelDeployment>> source = Optional.empty();
    private Optional<Unavailable> unavailable = Optional.empty();
    private Instant lookAgain = Instant.MIN;

    /** The HTTPRoute of {@code resource}; asks the API server only for one that is wanted and not in the cache. */
    GatewaySight look(ModelDeployment resource, Context<ModelDeployment> context, Instant now) {
        Optional<Unavailable> missing = follow(resource, context, now);
        if (missing.isPresent()) {
            return GatewaySight.without(missing.get());
        }
        Optional<GatewaySpec> wanted = Policies.gateway(resource.getSpec());
        Optional<HTTPRoute> cached = context.getSecondaryResources(HTTPRoute.class).stream()
                .filter(route -> Ownership.isOwned(route, resource))
                .findFirst();
        if (cached.isPresent() || wanted.isEmpty()) {
            return seen(resource, wanted, cached);
        }
        try {
            Optional<HTTPRoute> live = find(resource, context).stream().findFirst();
            return live.filter(route -> !Ownership.isOwned(route, resource))
                    .map(foreign -> GatewaySight.without(new Unavailable(
                            "NameTaken",
                            String.valueOf(new NameTakenException(foreign, resource.getKind()).getMessage()))))
                    .orElseGet(() -> seen(resource, wanted, live));
        } catch (KubernetesClientException e) {
            Unavailable lost = reason(e).orElseThrow(() -> e);
            forget(context.eventSourceRetriever(), lost, now);
            return GatewaySight.without(lost);
        }
    }

    private GatewaySight seen(ModelDeployment resource, Optional<GatewaySpec> wanted, Optional<HTTPRoute> route) {
        String name = resource.getMetadata().getName();
        return new GatewaySight(
                route,
                route.map(object -> new GatewayView(
                                Optional.of(HttpRoutes.read(name, object)), programming(object, wanted)))
                        .orElseGet(GatewayView::none));
    }

    /** What gateways accept may still have no effect, since an older route of another ModelDeployment has the requests. */
    private Programming programming(HTTPRoute route, Optional<GatewaySpec> wanted) {
        Programming answer = GatewayAnswers.of(route, wanted);
        return answer instanceof Programming.Programmed
                ? followed()
                        .flatMap(routes -> RouteClaims.conflict(route, routes.list()))
                        .<Programming>map(conflict -> new Programming.Refused("HostnameTaken", conflict))
                        .orElse(answer)
                : answer;
    }

    private synchronized Optional<InformerEventSource<HTTPRoute, ModelDeployment>> followed() {
        return source;
    }

    /** Why HTTPRoutes cannot be used; empty when they can, and then they are in the cache. */
    private synchronized Optional<Unavailable> follow(
            ModelDeployment resource, Context<ModelDeployment> context, Instant now) {
        if (source.isPresent()) {
            return Optional.empty();
        }
        if (now.isBefore(lookAgain)) {
            return unavailable;
        }
        EventSourceRetriever<ModelDeployment> sources = context.eventSourceRetriever();
        var informer = Informers.of(HTTPRoute.class, sources.eventSourceContextForDynamicRegistration());
        try {
            find(resource, context);
            source = Optional.of(informer);
            sources.dynamicallyRegisterEventSource(informer);
            return Optional.empty();
        } catch (RuntimeException e) {
            Optional<Unavailable> reason = reason(e);
            forget(sources, reason.orElseThrow(() -> e), now);
            return reason;
        }
    }

    private synchronized void forget(EventSourceRetriever<ModelDeployment> sources, Unavailable reason, Instant now) {
        source.map(InformerEventSource::name).ifPresent(sources::dynamicallyDeRegisterEventSource);
        source = Optional.empty();
        unavailable = Optional.of(reason);
        lookAgain = now.plus(LOOK_AGAIN);
    }

    /** A list tells a missing object from a missing API. */
    private static List<HTTPRoute> find(ModelDeployment resource, Context<ModelDeployment> context) {
        return context.getClient()
                .resources(HTTPRoute.class)
                .inNamespace(resource.getMetadata().getNamespace())
                .withField("metadata.name", Names.route(resource.getMetadata().getName()))
                .list()
                .getItems();
    }

    /** What only a person can mend; anything else passes by itself. */
    private static Optional<Unavailable> reason(Throwable error) {
        return Stream.iterate(error, Objects::nonNull, Throwable::getCause)
                .filter(KubernetesClientException.class::isInstance)
                .flatMap(cause -> reason((KubernetesClientException) cause).stream())
                .findFirst();
    }

    private static Optional<Unavailable> reason(KubernetesClientException error) {
        return switch (error.getCode()) {
            case HttpURLConnection.HTTP_NOT_FOUND ->
                Optional.of(new Unavailable(
                        "NotInstalled",
                        "the cluster does not know HTTPRoutes: install the Gateway API's CRDs, or take"
                                + " spec.traffic.gateway out"));
            case HttpURLConnection.HTTP_FORBIDDEN ->
                Optional.of(new Unavailable(
                        "Forbidden",
                        Denial.of(error).map(Denial::message).orElseGet(() -> String.valueOf(error.getMessage()))
                                + ", or take spec.traffic.gateway out"));
            default -> Optional.empty();
        };
    }
}
