package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.ParentReference;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds HTTPRoutes that ask one gateway for the same requests. The Gateway API gives them to the oldest one and tells nobody:
 * the weights of the others would be accepted and have no effect.
 */
public final class RouteClaims {
    private static final Comparator<HTTPRoute> PRECEDENCE = Comparator.comparing(
                    (HTTPRoute route) -> route.getMetadata().getCreationTimestamp())
            .thenComparing(RouteClaims::name);

    private RouteClaims() {}

    /** What to do about the route that gets the requests that {@code route} asks for; empty where there is none. */
    public static Optional<String> conflict(HTTPRoute route, Stream<HTTPRoute> others) {
        return others.filter(other -> !name(other).equals(name(route)))
                .filter(other -> PRECEDENCE.compare(other, route) < 0)
                .sorted(PRECEDENCE)
                .flatMap(other -> shared(route, other).stream())
                .findFirst();
    }

    private static Optional<String> shared(HTTPRoute route, HTTPRoute other) {
        boolean sameGateway = route.getSpec().getParentRefs().stream()
                .anyMatch(parent -> other.getSpec().getParentRefs().stream()
                        .anyMatch(theirs -> meet(gateway(route, parent), gateway(other, theirs))));
        return hostname(route, other)
                .filter(_ -> sameGateway)
                .map(host -> "requests for " + host + " go to HTTPRoute " + name(other)
                        + ", which is older: write another traffic.gateway.hostnames for one of the two");
    }

    /** A hostname that both have, in words. */
    private static Optional<String> hostname(HTTPRoute route, HTTPRoute other) {
        List<String> ours = Objects.requireNonNullElse(route.getSpec().getHostnames(), List.of());
        List<String> theirs = Objects.requireNonNullElse(other.getSpec().getHostnames(), List.of());
        return ours.isEmpty() && theirs.isEmpty()
                ? Optional.of("every host of the listener")
                : ours.stream().filter(theirs::contains).findFirst();
    }

    /** A listener of a gateway; without a name all of them. */
    private record Listener(String gateway, Optional<String> section, Optional<Integer> port) {}

    private static Listener gateway(HTTPRoute route, ParentReference parent) {
        String namespace = Objects.requireNonNullElse(
                parent.getNamespace(), route.getMetadata().getNamespace());
        return new Listener(
                namespace + "/" + parent.getName(),
                Optional.ofNullable(parent.getSectionName()),
                Optional.ofNullable(parent.getPort()));
    }

    private static boolean meet(Listener one, Listener other) {
        return one.gateway().equals(other.gateway())
                && meet(one.section(), other.section())
                && meet(one.port(), other.port());
    }

    private static <T> boolean meet(Optional<T> one, Optional<T> other) {
        return one.isEmpty() || other.isEmpty() || one.equals(other);
    }

    private static String name(HTTPRoute route) {
        return route.getMetadata().getNamespace() + "/" + route.getMetadata().getName();
    }
}
