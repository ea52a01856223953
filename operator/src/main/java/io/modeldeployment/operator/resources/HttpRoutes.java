package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpecBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import io.modeldeployment.api.v1.GatewayParentReference;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.operator.rollout.GatewayRoute;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTPRoute says: written from a spec, and read back. What the API server would fill in is written out, since it
 * would look like a difference for ever.
 */
public final class HttpRoutes {
    static final String GATEWAY_GROUP = "gateway.networking.k8s.io";
    static final String GATEWAY_KIND = "Gateway";
    private static final String SERVICE_KIND = "Service";
    private static final int SERVICE_PORT = 80;

    private HttpRoutes() {}

    /** The spec of the HTTPRoute of the ModelDeployment {@code name}: every path, to the Services of its revisions. */
    static HTTPRouteSpec spec(String name, GatewaySpec gateway, GatewayRoute route) {
        return new HTTPRouteSpecBuilder()
                .withParentRefs(parents(gateway))
                .withHostnames(hostnames(gateway))
                .withRules(main(name, route))
                .build();
    }

    /** The gateways that a spec names, in its order. */
    static List<ParentReference> parents(GatewaySpec gateway) {
        return gateway.parentRefs().stream().map(HttpRoutes::parent).toList();
    }

    static @Nullable List<String> hostnames(GatewaySpec gateway) {
        return gateway.hostnames();
    }

    private static ParentReference parent(GatewayParentReference reference) {
        return new ParentReferenceBuilder()
                .withGroup(GATEWAY_GROUP)
                .withKind(GATEWAY_KIND)
                .withName(reference.name())
                .withNamespace(reference.namespace())
                .withSectionName(reference.sectionName())
                .withPort(reference.port())
                .build();
    }

    private static HTTPRouteRule main(String name, GatewayRoute route) {
        return new HTTPRouteRuleBuilder()
                .addNewMatch()
                .withNewPath()
                .withType("PathPrefix")
                .withValue("/")
                .endPath()
                .endMatch()
                .withBackendRefs(route.weights().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(share -> backend(Names.revision(name, share.getKey()), share.getValue()))
                        .toList())
                .build();
    }

    private static HTTPBackendRef backend(String service, int weight) {
        return new HTTPBackendRefBuilder()
                .withGroup("")
                .withKind(SERVICE_KIND)
                .withName(service)
                .withPort(SERVICE_PORT)
                .withWeight(weight)
                .build();
    }

    /**
     * The shares in percent that an HTTPRoute of the ModelDeployment {@code name} gives to its revisions. Of what people
     * have written into it, only what names revisions is read; the next write puts the rest right.
     */
    public static GatewayRoute read(String name, HTTPRoute route) {
        List<HTTPBackendRef> backends = Optional.ofNullable(route.getSpec())
                .map(HTTPRouteSpec::getRules)
                .filter(rules -> !rules.isEmpty())
                .map(rules -> rules.getLast().getBackendRefs())
                .orElse(List.of());
        int all = backends.stream().mapToInt(HttpRoutes::weight).sum();
        var weights = new HashMap<RevisionHash, Integer>();
        backends.stream()
                .filter(backend -> weight(backend) > 0)
                .forEach(backend -> revision(name, backend)
                        .ifPresent(revision -> weights.merge(
                                revision, Math.max(1, Math.round(100f * weight(backend) / all)), Integer::sum)));
        return new GatewayRoute(weights);
    }

    private static int weight(HTTPBackendRef backend) {
        return backend.getWeight() == null ? 1 : backend.getWeight();
    }

    private static Optional<RevisionHash> revision(String name, HTTPBackendRef backend) {
        String prefix = Names.main(name) + "-";
        return Optional.of(backend.getName())
                .filter(service -> service.startsWith(prefix))
                .map(service -> new RevisionHash(service.substring(prefix.length())));
    }
}
