package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two ModelDeployments that ask one gateway for the same requests. */
class RouteClaimsTest {
    private static final HTTPRoute NEWER =
            route("b", "spam", "12:00:01", "[{name: public, namespace: infra}]", "[x.example.com]");

    private static HTTPRoute route(String namespace, String name, String time, String parents, String hosts) {
        return Serialization.unmarshal("""
                metadata: {name: %s, namespace: %s, creationTimestamp: '2026-01-01T%sZ'}
                spec: {parentRefs: %s, hostnames: %s}
                """.formatted(name, namespace, time, parents, hosts), HTTPRoute.class);
    }

    private static Optional<String> against(String parents, String hosts) {
        return RouteClaims.conflict(NEWER, Stream.of(NEWER, route("a", "ham", "12:00:00", parents, hosts)));
    }

    @Test
    void theOlderOneHasTheRequests() {
        String said = against("[{name: public, namespace: infra}]", "[y.example.com, x.example.com]")
                .orElseThrow();

        assertTrue(said.startsWith("requests for x.example.com go to HTTPRoute a/ham"), said);
    }

    @Test
    void theOlderOneHasNoConflict() {
        HTTPRoute older = route("a", "ham", "12:00:00", "[{name: public, namespace: infra}]", "[x.example.com]");

        assertEquals(Optional.empty(), RouteClaims.conflict(older, Stream.of(NEWER, older)));
    }

    @Test
    void ofTwoOfOneMomentTheNameDecides() {
        HTTPRoute twin = route("a", "spam", "12:00:01", "[{name: public, namespace: infra}]", "[x.example.com]");

        assertTrue(RouteClaims.conflict(NEWER, Stream.of(twin)).isPresent());
        assertEquals(Optional.empty(), RouteClaims.conflict(twin, Stream.of(NEWER)));
    }

    @Test
    void otherHostsGatewaysAndListenersAreNoConflict() {
        HTTPRoute http = route("b", "spam", "12:00:01", "[{name: public, namespace: infra, sectionName: http}]", "[]");
        HTTPRoute https = route("a", "ham", "12:00:00", "[{name: public, namespace: infra, sectionName: https}]", "[]");

        assertEquals(Optional.empty(), against("[{name: public, namespace: infra}]", "[y.example.com]"));
        assertEquals(Optional.empty(), against("[{name: public}]", "[x.example.com]"));
        assertEquals(Optional.empty(), against("[{name: internal, namespace: infra}]", "[x.example.com]"));
        assertEquals(Optional.empty(), RouteClaims.conflict(http, Stream.of(https)));
    }

    @Test
    void withoutHostnamesBothAskForAll() {
        HTTPRoute all = route("b", "spam", "12:00:01", "[{name: public, namespace: infra}]", "[]");
        HTTPRoute listener = route("a", "ham", "12:00:00", "[{name: public, namespace: infra, port: 80}]", "[]");

        assertTrue(RouteClaims.conflict(all, Stream.of(listener)).orElseThrow().contains("every host"));
    }
}
