package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.operator.rollout.Detours;
import io.modeldeployment.operator.rollout.GatewayRoute;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The HTTPRoute as it is written, and what is read from one. */
class HttpRoutesTest {
    private static final RevisionHash V1 = new RevisionHash("v1");
    private static final RevisionHash V2 = new RevisionHash("v2");
    private static final GatewayRoute TENTH = new GatewayRoute(Map.of(V1, 90, V2, 10));

    private static HTTPRoute rendered(String gateway, GatewayRoute route) {
        return new OwnedObjects(Specs.image("traffic: {gateway: " + gateway + "}")).httpRoute(route);
    }

    private static HTTPRoute route(String backends) {
        return Serialization.unmarshal("spec: {rules: [{backendRefs: " + backends + "}]}", HTTPRoute.class);
    }

    /** The API server would add every one of these defaults, and the difference would be written away for ever. */
    @Test
    void defaultsAreWrittenOut() {
        assertEquals(
                """
                ---
                hostnames:
                - "spam.example.com"
                parentRefs:
                - kind: "Gateway"
                  group: "gateway.networking.k8s.io"
                  name: "public"
                  namespace: "infra"
                  port: 443
                  sectionName: "https"
                rules:
                - backendRefs:
                  - kind: "Service"
                    group: ""
                    name: "spam-v1"
                    port: 80
                    weight: 90
                  - kind: "Service"
                    group: ""
                    name: "spam-v2"
                    port: 80
                    weight: 10
                  matches:
                  - path:
                      type: "PathPrefix"
                      value: "/"
                """,
                Serialization.asYaml(rendered(
                                "{parentRefs: [{name: public, namespace: infra, sectionName: https, port: 443}],"
                                        + " hostnames: [spam.example.com]}",
                                TENTH)
                        .getSpec()));
    }

    private static final Detours.HeaderMatch TESTERS = new Detours.HeaderMatch("X-Group", "testers", false);
    private static final Detours.HeaderMatch CHROME = new Detours.HeaderMatch("User-Agent", ".*Chrome.*", true);

    private static GatewayRoute detouring(int mirrored) {
        return new GatewayRoute(
                Map.of(V1, 100),
                new Detours(
                        Optional.of(new Detours.Mirror(V2, mirrored)),
                        List.of(new Detours.HeaderRoute(V2, List.of(TESTERS, CHROME)))));
    }

    @Test
    void headersComeBeforeTheWeightsAndCopiesAreMadeOfWhatIsLeft() {
        assertEquals(
                """
                ---
                - backendRefs:
                  - kind: "Service"
                    group: ""
                    name: "spam-v2"
                    port: 80
                    weight: 1
                  matches:
                  - headers:
                    - name: "X-Group"
                      type: "Exact"
                      value: "testers"
                    - name: "User-Agent"
                      type: "RegularExpression"
                      value: ".*Chrome.*"
                    path:
                      type: "PathPrefix"
                      value: "/"
                - backendRefs:
                  - kind: "Service"
                    group: ""
                    name: "spam-v1"
                    port: 80
                    weight: 100
                  filters:
                  - requestMirror:
                      backendRef:
                        kind: "Service"
                        group: ""
                        name: "spam-v2"
                        port: 80
                      percent: 20
                    type: "RequestMirror"
                  matches:
                  - path:
                      type: "PathPrefix"
                      value: "/"
                """,
                Serialization.asYaml(rendered("{parentRefs: [{name: public}]}", detouring(20))
                        .getSpec()
                        .getRules()));
    }

    @Test
    void copiesOfEverythingNeedNoPercentage() {
        var rules = rendered("{parentRefs: [{name: public}]}", detouring(100))
                .getSpec()
                .getRules();
        assertNull(rules.getLast().getFilters().getFirst().getRequestMirror().getPercent());
    }

    @Test
    void detoursAreReadBack() {
        for (int mirrored : List.of(20, 100)) {
            assertEquals(
                    detouring(mirrored),
                    HttpRoutes.read("spam", rendered("{parentRefs: [{name: public}]}", detouring(mirrored))));
        }
    }

    @Test
    void whatIsAbsentIsLeftOut() {
        var spec = Serialization.asYaml(
                rendered("{parentRefs: [{name: public}]}", TENTH).getSpec());
        assertEquals(-1, spec.indexOf("hostnames"), spec);
        assertEquals(-1, spec.indexOf("sectionName"), spec);
        assertEquals(-1, spec.indexOf("namespace"), spec);
    }

    @Test
    void itIsOwnedAndNamedLikeTheRest() {
        var meta = rendered("{parentRefs: [{name: public}]}", TENTH).getMetadata();
        assertEquals("spam", meta.getName());
        assertEquals("models", meta.getNamespace());
        assertEquals("u-1", meta.getOwnerReferences().getFirst().getUid());
        assertEquals("spam", meta.getLabels().get(Labels.NAME));
    }

    @Test
    void whatWasWrittenIsReadBack() {
        assertEquals(TENTH, HttpRoutes.read("spam", rendered("{parentRefs: [{name: public}]}", TENTH)));
    }

    @Test
    void whatPeopleWroteIsReadAsFarAsItNamesRevisions() {
        assertEquals(
                new GatewayRoute(Map.of(V1, 75)),
                HttpRoutes.read("spam", route("[{name: spam-v1, weight: 3}, {name: other}]")));
        assertEquals(
                new GatewayRoute(Map.of(V1, 100)),
                HttpRoutes.read("spam", route("[{name: spam-v1}, {name: spam-v2, weight: 0}]")));
        assertEquals(TENTH, HttpRoutes.read("spam", route("[{name: spam-v1, weight: 9}, {name: spam-v2}]")));
        assertEquals(new GatewayRoute(Map.of()), HttpRoutes.read("spam", route("[{name: spam}]")));
        assertEquals(new GatewayRoute(Map.of()), HttpRoutes.read("spam", new HTTPRoute()));
    }

    @Test
    void withoutGatewaysThereIsNothingToRender() {
        var objects = new OwnedObjects(Specs.image(""));
        assertThrows(IllegalStateException.class, () -> objects.httpRoute(TENTH));
    }
}
