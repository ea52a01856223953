package io.modeldeployment.operator.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.api.v1.Phase;
import io.modeldeployment.operator.it.FakeGateway.Mood;
import io.modeldeployment.operator.resources.Labels;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Traffic through gateways against a real API server, with the HTTPRoutes that the Gateway API's project publishes. */
class GatewayIT {
    private static final String V1 = "models/spam:v1";
    private static final String V2 = "models/spam:v2";
    private static final String GATEWAY =
            "{drainSeconds: 1, gateway: {parentRefs: [{name: public}], hostnames: [spam.example.com]}}";
    private static final String CANARY =
            "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 10}, {pause: {}}]}}";
    private static final String BLUE_GREEN =
            "{blueGreen: {autoPromotion: false, previewReplicas: 1, scaleDownDelaySeconds: 0}}";

    private final OperatorHarness harness = new OperatorHarness();
    private final FakeGateway gateway = new FakeGateway(harness.client, harness.namespace);

    @BeforeAll
    static void installTheApi() {
        ApiServer.shared().installGatewayApi();
    }

    @AfterEach
    void close() {
        gateway.close();
        harness.close();
    }

    private Resource<HTTPRoute> route() {
        return harness.client
                .resources(HTTPRoute.class)
                .inNamespace(harness.namespace)
                .withName("spam");
    }

    private Map<String, Integer> weights() {
        return weights(route().require());
    }

    private static Map<String, Integer> weights(HTTPRoute route) {
        return route.getSpec().getRules().getLast().getBackendRefs().stream()
                .collect(Collectors.toMap(HTTPBackendRef::getName, HTTPBackendRef::getWeight));
    }

    private static String service(String revision) {
        return "spam-" + revision;
    }

    private static Predicate<ModelDeploymentStatus> programmed(String reason) {
        return status -> OperatorHarness.reason(status, "RouteProgrammed").equals(Optional.of(reason));
    }

    private static boolean isPaused(ModelDeploymentStatus status) {
        return status.phase() == Phase.PAUSED;
    }

    private static int observed(ModelDeploymentStatus status) {
        return Objects.requireNonNull(Objects.requireNonNull(status.weights()).observed());
    }

    @Test
    void rule11_theFirstRevisionIsReadyOnceTheGatewaySendsToIt() {
        gateway.feel(new Mood.Silent());
        harness.apply(V1, 2, CANARY, GATEWAY);
        var waiting = harness.await("the wait", programmed("Waiting"));
        assertEquals(Optional.of("False"), OperatorHarness.condition(waiting, "Ready"));
        assertTrue(String.valueOf(waiting.message()).contains("/public has not answered"), waiting.message());

        gateway.feel(new Mood.Accepts());
        var ready = harness.awaitReady();
        assertEquals(Optional.of("Programmed"), OperatorHarness.reason(ready, "RouteProgrammed"));
        assertEquals(Map.of(service(String.valueOf(ready.stableRevision())), 100), weights());
        var spec = route().require().getSpec();
        assertEquals(List.of("spam.example.com"), spec.getHostnames());
        assertEquals("public", spec.getParentRefs().getFirst().getName());
    }

    @Test
    void weightsAreExactAndTheServiceGoesOnReachingStable() {
        harness.apply(V1, 2, CANARY, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        harness.apply(V2, 2, CANARY, GATEWAY);
        var paused = harness.await("the pause", GatewayIT::isPaused);
        String v2 = String.valueOf(paused.candidateRevision());
        assertEquals(Map.of(service(v1), 90, service(v2), 10), weights());
        assertEquals(10, observed(paused));
        assertEquals(Optional.of(v1), harness.selected("spam"));
        assertEquals(3, paused.replicas());

        harness.act("promote");
        assertEquals(v2, harness.awaitReady().stableRevision());
        assertEquals(Map.of(service(v2), 100), weights());
        assertEquals(Optional.of(v2), harness.selected("spam"));
        harness.await("v1 to scale down", status -> Integer.valueOf(2).equals(status.replicas()));
    }

    @Test
    void blueGreenSwitchesTheRouteAtOnce() {
        harness.apply(V1, 2, BLUE_GREEN, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        harness.apply(V2, 2, BLUE_GREEN, GATEWAY);
        harness.await("the preview", GatewayIT::isPaused);
        assertEquals(Map.of(service(v1), 100), weights());
        harness.act("promote");
        String v2 = String.valueOf(harness.awaitReady().stableRevision());
        assertEquals(Map.of(service(v2), 100), weights());
    }

    @Test
    void rule11_nothingRestsOnAWeightThatIsNotAcknowledged() {
        harness.apply(V1, 1, CANARY, GATEWAY);
        harness.awaitReady();
        gateway.feel(new Mood.Silent());
        harness.apply(V2, 1, CANARY, GATEWAY);
        var waiting = harness.await("the wait", programmed("Waiting"));
        assertEquals("1/2", waiting.step());
        assertEquals(null, Objects.requireNonNull(waiting.weights()).observed());

        harness.restartOperator();
        gateway.feel(new Mood.Accepts());
        assertEquals(10, observed(harness.await("the pause", GatewayIT::isPaused)));
    }

    @Test
    void rule11_aRefusalIsSaidAndAnAbortBringsEverythingBack() {
        harness.apply(V1, 1, CANARY, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        gateway.feel(new Mood.Refuses("NotAllowedByListeners"));
        harness.apply(V2, 1, CANARY, GATEWAY);
        harness.await(
                "the refusal",
                status -> programmed("NotAllowedByListeners").test(status)
                        && String.valueOf(status.message()).contains("allowedRoutes"));

        harness.act("abort");
        gateway.feel(new Mood.Accepts());
        var failed = harness.await(
                "the abort",
                status -> OperatorHarness.condition(status, "Stalled").equals(Optional.of("True")));
        assertEquals(v1, failed.stableRevision());
        assertEquals(Map.of(service(v1), 100), weights());
    }

    @Test
    void rule12_mirrorsAndHeaderRoutesAreThereWhileTheCandidateIs() {
        String steps = "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setHeaderRoute: {name: testers, match: "
                + "[{headerName: X-Group, headerValue: {exact: testers}}]}}, {setMirror: {percentage: 20}}, {pause: {}}]}}";
        harness.apply(V1, 1, steps, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        harness.apply(V2, 1, steps, GATEWAY);
        String v2 =
                String.valueOf(harness.await("the pause", GatewayIT::isPaused).candidateRevision());
        var rules = route().require().getSpec().getRules();
        assertEquals(2, rules.size());
        assertEquals(
                "testers",
                rules.getFirst().getMatches().getFirst().getHeaders().getFirst().getValue());
        assertEquals(service(v2), rules.getFirst().getBackendRefs().getFirst().getName());
        var copies = rules.getLast().getFilters().getFirst().getRequestMirror();
        assertEquals(service(v2), copies.getBackendRef().getName());
        assertEquals(20, copies.getPercent());
        assertEquals(Map.of(service(v1), 100), weights());

        harness.act("abort");
        harness.await(
                "the abort",
                status -> OperatorHarness.condition(status, "Stalled").equals(Optional.of("True")));
        var after = route().require().getSpec().getRules();
        assertEquals(1, after.size());
        assertEquals(List.of(), after.getFirst().getFilters());
    }

    @Test
    void aGatewayThatCannotMirrorEndsTheRolloutAndStableServes() {
        String steps = "{canary: {steps: [{setMirror: {percentage: 20}}, {pause: {}}]}}";
        harness.apply(V1, 1, steps, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        gateway.feel(new Mood.CannotMirror());
        harness.apply(V2, 1, steps, GATEWAY);
        var failed = harness.await(
                "the abort", status -> OperatorHarness.reason(status, "Stalled").equals(Optional.of("RouteRefused")));
        assertTrue(String.valueOf(failed.message()).contains("mirrored requests"), failed.message());
        assertEquals(v1, failed.stableRevision());
        assertEquals(Map.of(service(v1), 100), weights());
    }

    @Test
    void anOperatorThatRestartsInMidCanaryGoesOn() {
        harness.apply(V1, 1, CANARY, GATEWAY);
        harness.awaitReady();
        harness.apply(V2, 1, CANARY, GATEWAY);
        var paused = harness.await("the pause", GatewayIT::isPaused);
        var before = weights();
        harness.restartOperator();
        harness.act("promote");
        assertEquals(paused.candidateRevision(), harness.awaitReady().stableRevision());
        assertEquals(2, before.size());
    }

    @Test
    void rule13_aForeignRouteIsLeftAloneAndNamed() {
        var foreign = new HTTPRouteBuilder()
                .withNewMetadata()
                .withName("spam")
                .withNamespace(harness.namespace)
                .endMetadata()
                .withNewSpec()
                .addNewParentRef()
                .withName("other")
                .endParentRef()
                .endSpec()
                .build();
        harness.client.resource(foreign).create();
        harness.apply(V1, 1, CANARY, GATEWAY);
        var taken = harness.await("the refusal", programmed("NameTaken"));
        assertTrue(String.valueOf(taken.message()).contains("HTTPRoute spam exists"), taken.message());
        assertEquals(
                "other", route().require().getSpec().getParentRefs().getFirst().getName());
        harness.client.resource(foreign).delete();
        harness.awaitReady();
    }

    @Test
    void requestsThatBelongToAnOlderRouteAreNotTakenForOnesOwn() {
        var older = new HTTPRouteBuilder()
                .withNewMetadata()
                .withName("ham")
                .withNamespace(harness.namespace)
                .addToLabels(Labels.NAME, "ham")
                .endMetadata()
                .withNewSpec()
                .addNewParentRef()
                .withName("public")
                .endParentRef()
                .withHostnames("spam.example.com")
                .endSpec()
                .build();
        harness.client.resource(older).create();
        harness.apply(V1, 1, CANARY, GATEWAY);

        var taken = harness.await("the conflict", programmed("HostnameTaken"));
        assertEquals(Optional.of("False"), OperatorHarness.condition(taken, "Ready"));
        assertTrue(String.valueOf(taken.message()).contains("/ham, which is older"), taken.message());

        harness.client.resource(older).delete();
        harness.awaitReady();
    }

    @Test
    void aGatewayCanBeSwitchedOnAndOff() {
        harness.apply(V1, 1, CANARY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        harness.apply(V1, 1, CANARY, GATEWAY);
        harness.awaitReady();
        assertEquals(Map.of(service(v1), 100), weights());
        harness.apply(V1, 1, CANARY);
        harness.await(
                "no condition",
                status -> OperatorHarness.condition(status, "RouteProgrammed").isEmpty());
        route().waitUntilCondition(Objects::isNull, 60, TimeUnit.SECONDS);
        assertEquals(Optional.of(v1), harness.selected("spam"));
    }

    @Test
    void whatPeopleDoToTheRouteIsPutRight() {
        harness.apply(V1, 1, CANARY, GATEWAY);
        String v1 = String.valueOf(harness.awaitReady().stableRevision());
        route().edit(edited -> {
            edited.getSpec().setHostnames(List.of("elsewhere.example.com"));
            edited.getSpec().getRules().getLast().getBackendRefs().getFirst().setName("elsewhere");
            return edited;
        });
        awaitRoute(v1);
        route().delete();
        awaitRoute(v1);
        harness.awaitReady();
    }

    private void awaitRoute(String revision) {
        assertNotNull(route().waitUntilCondition(
                        seen -> seen != null
                                && seen.getSpec().getHostnames().equals(List.of("spam.example.com"))
                                && weights(seen).equals(Map.of(service(revision), 100)),
                        60,
                        TimeUnit.SECONDS));
    }
}
