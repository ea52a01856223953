package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.GatewaySpec;
import io.modeldeployment.operator.rollout.Programming;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 11: what counts as acknowledged, and what is said of everything else. */
class GatewayAnswersTest {
    private static final String GATEWAY =
            "{group: gateway.networking.k8s.io, kind: Gateway, name: public, namespace: infra}";
    private static final String OTHER = "{group: gateway.networking.k8s.io, kind: Gateway, name: internal}";
    private static final String TAKEN = "{type: Accepted, status: 'True', observedGeneration: 4, reason: Accepted}";
    private static final String RESOLVED =
            "{type: ResolvedRefs, status: 'True', observedGeneration: 4, reason: ResolvedRefs}";
    private static final Optional<GatewaySpec> WANTED = gateway("[{name: public, namespace: infra}]");

    private static Optional<GatewaySpec> gateway(String parents) {
        return Policies.gateway(
                Specs.image("traffic: {gateway: {parentRefs: " + parents + "}}").getSpec());
    }

    private static HTTPRoute route(String parentRefs, String parents) {
        return Serialization.unmarshal("""
                metadata: {name: spam, namespace: models, generation: 4}
                spec: {parentRefs: %s}
                status: {parents: %s}
                """.formatted(parentRefs, parents), HTTPRoute.class);
    }

    private static String says(String parent, String... conditions) {
        return "{controllerName: a/b, parentRef: " + parent + ", conditions: [" + String.join(", ", conditions) + "]}";
    }

    private static Programming answer(String... conditions) {
        return GatewayAnswers.of(route("[" + GATEWAY + "]", "[" + says(GATEWAY, conditions) + "]"), WANTED);
    }

    private static void assertSaid(String expected, Programming.Refused refused) {
        assertTrue(refused.message().contains(expected), refused.message());
    }

    @Test
    void acceptedAndResolvedIsProgrammed() {
        assertEquals(new Programming.Programmed(), answer(TAKEN, RESOLVED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{type: Accepted, status: 'True', observedGeneration: 3, reason: Accepted}",
                "{type: Accepted, status: 'True', reason: Accepted}",
                "{type: Accepted, status: Unknown, observedGeneration: 4, reason: Pending}",
                "{type: Accepted, status: 'False', observedGeneration: 4, reason: Pending}",
                "{type: Accepted, status: 'False', observedGeneration: 3, reason: NotAllowedByListeners}",
            })
    void anythingButAnAnswerToThisGenerationIsWaitedFor(String accepted) {
        assertInstanceOf(Programming.Pending.class, answer(accepted, RESOLVED));
    }

    @Test
    void bothConditionsAreNeeded() {
        assertInstanceOf(Programming.Pending.class, answer(TAKEN));
        assertInstanceOf(Programming.Pending.class, answer(RESOLVED));
        assertInstanceOf(
                Programming.Pending.class,
                answer(TAKEN, "{type: ResolvedRefs, status: 'True', observedGeneration: 3, reason: ResolvedRefs}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NotAllowedByListeners | Gateway infra/public takes no routes of namespace models",
                "NoMatchingListenerHostname | change traffic.gateway.hostnames or the listener",
                "NoMatchingParent | correct sectionName and port in traffic.gateway.parentRefs",
                "UnsupportedValue | such as mirrored requests or header matches: as it says",
                "example.com/Whatever | Gateway infra/public refuses the HTTPRoute: as it says",
            })
    void aRefusalSaysWhatToDo(String reason, String message) {
        var answer = answer(
                "{type: Accepted, status: 'False', observedGeneration: 4, message: as it says, reason: " + reason + "}",
                RESOLVED);
        var refused = assertInstanceOf(Programming.Refused.class, answer);
        assertEquals(reason, refused.reason());
        assertSaid(message, refused);
    }

    @Test
    void servicesThatAreNotTakenAreARefusalAndOnesThatAreNotSeenYetAreNot() {
        String unresolved =
                "{type: ResolvedRefs, status: 'False', observedGeneration: 4, message: as it says, reason: %s}";
        var refused = assertInstanceOf(Programming.Refused.class, answer(TAKEN, unresolved.formatted("InvalidKind")));
        assertSaid("cannot send to the revisions' Services: as it says", refused);
        assertInstanceOf(Programming.Pending.class, answer(TAKEN, unresolved.formatted("BackendNotFound")));
    }

    @Test
    void aRouteThatIsCarriedOutInPartIsARefusal() {
        var answer = answer(
                TAKEN,
                RESOLVED,
                "{type: PartiallyInvalid, status: 'True', observedGeneration: 4, message: m, reason: UnsupportedValue}");
        assertSaid("only a part", assertInstanceOf(Programming.Refused.class, answer));
    }

    @Test
    void everyGatewayHasToAnswer() {
        String both = "[" + GATEWAY + ", " + OTHER + "]";
        var wanted = gateway("[{name: public, namespace: infra}, {name: internal}]");
        var one = GatewayAnswers.of(route(both, "[" + says(GATEWAY, TAKEN, RESOLVED) + "]"), wanted);
        var waiting = assertInstanceOf(Programming.Pending.class, one);
        assertTrue(waiting.message().startsWith("Gateway models/internal has not answered"), waiting.message());

        String alsoOther = says("{name: internal, namespace: models}", TAKEN, RESOLVED);
        assertEquals(
                new Programming.Programmed(),
                GatewayAnswers.of(route(both, "[" + says(GATEWAY, TAKEN, RESOLVED) + ", " + alsoOther + "]"), wanted));
    }

    @Test
    void listenersAreToldApart() {
        String https = "{group: gateway.networking.k8s.io, kind: Gateway, name: public, sectionName: https}";
        String http = "{name: public, sectionName: http}";
        assertInstanceOf(
                Programming.Pending.class,
                GatewayAnswers.of(
                        route("[" + https + "]", "[" + says(http, TAKEN, RESOLVED) + "]"),
                        gateway("[{name: public, sectionName: https}]")));
    }

    @Test
    void aControllerThatLostTheGatewayHoldsNothingUp() {
        String gone = says(
                GATEWAY,
                "{type: Accepted, status: 'False', observedGeneration: 4, reason: NoMatchingParent}",
                RESOLVED);
        assertEquals(
                new Programming.Programmed(),
                GatewayAnswers.of(
                        route("[" + GATEWAY + "]", "[" + gone + ", " + says(GATEWAY, TAKEN, RESOLVED) + "]"), WANTED));
    }

    @Test
    void anAnswerToWhatIsNoLongerWantedDoesNotCount() {
        var route = route("[" + GATEWAY + "]", "[" + says(GATEWAY, TAKEN, RESOLVED) + "]");
        assertEquals(
                new Programming.Pending("Outdated", "the HTTPRoute is about to be written anew"),
                GatewayAnswers.of(route, gateway("[{name: internal}]")));
        assertEquals(new Programming.Programmed(), GatewayAnswers.of(route, Optional.empty()));
    }

    @Test
    void aRouteThatNobodyHasLookedAtIsWaitedFor() {
        var waiting = assertInstanceOf(
                Programming.Pending.class, GatewayAnswers.of(route("[" + GATEWAY + "]", "[]"), WANTED));
        assertTrue(waiting.message().contains("does its controller run?"), waiting.message());
    }
}
