package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPHeaderMatchBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPPathMatchBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilter;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteFilterBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpec;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteSpecBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReferenceBuilder;
import io.modeldeployment.api.v1.GatewayParentReference;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.operator.rollout.Detours;
import io.modeldeployment.operator.rollout.GatewayRoute;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
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
    private static final String EXACT = "Exact";
    private static final String PATTERN = "RegularExpression";
    private static final String MIRROR = "RequestMirror";
    private static final HTTPPathMatch EVERY_PATH =
            new HTTPPathMatchBuilder().withType("PathPrefix").withValue("/").build();

    private HttpRoutes() {}

    /** The spec of the HTTPRoute of the ModelDeployment {@code name}: every path, to the Services of its revisions. */
    static HTTPRouteSpec spec(String name, GatewaySpec gateway, GatewayRoute route) {
        return new HTTPRouteSpecBuilder()
                .withParentRefs(parents(gateway))
                .withHostnames(hostnames(gateway))
                .withRules(Stream.concat(
                                route.detours().headers().stream().map(detour -> byHeader(name, detour)),
                                Stream.of(main(name, route)))
                        .toList())
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

    private static HTTPRouteRule byHeader(String name, Detours.HeaderRoute detour) {
        return new HTTPRouteRuleBuilder()
                .addNewMatch()
                .withHeaders(detour.matches().stream().map(HttpRoutes::header).toList())
                .withPath(EVERY_PATH)
                .endMatch()
                .withBackendRefs(backend(Names.revision(name, detour.to()), 1))
                .build();
    }

    private static HTTPHeaderMatch header(Detours.HeaderMatch match) {
        return new HTTPHeaderMatchBuilder()
                .withName(match.name())
                .withType(match.isPattern() ? PATTERN : EXACT)
                .withValue(match.value())
                .build();
    }

    private static HTTPRouteRule main(String name, GatewayRoute route) {
        return new HTTPRouteRuleBuilder()
                .addNewMatch()
                .withPath(EVERY_PATH)
                .endMatch()
                .withFilters(route.detours().mirror().stream()
                        .map(mirror -> copies(name, mirror))
                        .toList())
                .withBackendRefs(route.weights().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(share -> backend(Names.revision(name, share.getKey()), share.getValue()))
                        .toList())
                .build();
    }

    /** All of them is said without a percentage, which fewer gateways know. */
    private static HTTPRouteFilter copies(String name, Detours.Mirror mirror) {
        return new HTTPRouteFilterBuilder()
                .withType(MIRROR)
                .withNewRequestMirror()
                .withPercent(mirror.percent() == 100 ? null : mirror.percent())
                .withNewBackendRef()
                .withGroup("")
                .withKind(SERVICE_KIND)
                .withName(Names.revision(name, mirror.to()))
                .withPort(SERVICE_PORT)
                .endBackendRef()
                .endRequestMirror()
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
     * What an HTTPRoute of the ModelDeployment {@code name} says, with shares in percent. Of what people have written into
     * it, only what names revisions is read; the next write puts the rest right.
     */
    public static GatewayRoute read(String name, HTTPRoute route) {
        List<HTTPRouteRule> rules = Optional.ofNullable(route.getSpec())
                .map(HTTPRouteSpec::getRules)
                .orElse(List.of());
        if (rules.isEmpty()) {
            return new GatewayRoute(Map.of());
        }
        var headers = rules.subList(0, rules.size() - 1).stream()
                .flatMap(rule -> headerRoute(name, rule).stream())
                .toList();
        return new GatewayRoute(weights(name, rules.getLast()), new Detours(mirror(name, rules.getLast()), headers));
    }

    private static Map<RevisionHash, Integer> weights(String name, HTTPRouteRule rule) {
        int all = rule.getBackendRefs().stream().mapToInt(HttpRoutes::weight).sum();
        var weights = new HashMap<RevisionHash, Integer>();
        rule.getBackendRefs().stream()
                .filter(backend -> weight(backend) > 0)
                .forEach(backend -> revision(name, backend.getName())
                        .ifPresent(revision -> weights.merge(
                                revision, Math.max(1, Math.round(100f * weight(backend) / all)), Integer::sum)));
        return weights;
    }

    private static Optional<Detours.HeaderRoute> headerRoute(String name, HTTPRouteRule rule) {
        List<Detours.HeaderMatch> matches = rule.getMatches().stream()
                .flatMap(match -> match.getHeaders().stream())
                .map(header ->
                        new Detours.HeaderMatch(header.getName(), header.getValue(), PATTERN.equals(header.getType())))
                .toList();
        return rule.getBackendRefs().stream()
                .flatMap(backend -> revision(name, backend.getName()).stream())
                .findFirst()
                .map(revision -> new Detours.HeaderRoute(revision, matches));
    }

    private static Optional<Detours.Mirror> mirror(String name, HTTPRouteRule rule) {
        return rule.getFilters().stream()
                .map(HTTPRouteFilter::getRequestMirror)
                .filter(Objects::nonNull)
                .flatMap(copies -> revision(name, copies.getBackendRef().getName()).stream()
                        .map(revision ->
                                new Detours.Mirror(revision, Objects.requireNonNullElse(copies.getPercent(), 100))))
                .findFirst();
    }

    private static int weight(HTTPBackendRef backend) {
        return backend.getWeight() == null ? 1 : backend.getWeight();
    }

    private static Optional<RevisionHash> revision(String name, String service) {
        String prefix = Names.main(name) + "-";
        return Optional.of(service)
                .filter(known -> known.startsWith(prefix))
                .map(known -> new RevisionHash(known.substring(prefix.length())));
    }
}
