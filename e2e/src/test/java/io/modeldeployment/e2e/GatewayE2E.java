package io.modeldeployment.e2e;

import static io.modeldeployment.e2e.fixture.Steps.pauseForAPerson;
import static io.modeldeployment.e2e.fixture.Steps.pauseOf;
import static io.modeldeployment.e2e.fixture.Steps.setWeight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modeldeployment.api.v1.GatewayParentReference;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.OperatorPod;
import io.modeldeployment.e2e.fixture.PublicGateway;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.fixture.Users;
import io.modeldeployment.e2e.load.Connections;
import io.modeldeployment.e2e.load.LoadReport;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rollouts whose weights go through a real gateway. */
@EndToEnd
class GatewayE2E {
    private static final int ENOUGH = 400;
    /** Four standard errors of a half in so many calls: a right share is hardly ever that far off. */
    private static final double TOLERANCE = 10;

    @BeforeAll
    static void theGatewayIsThere(Given given) {
        assumeTrue(
                PublicGateway.isReachable(given.cluster()), "no gateway is reached from here: run cluster/gateway-up");
    }

    @Test
    void eachStepGivesItsExactShareAndNoUserNotices(Given given) {
        var spam = given.aModelDeployment("exact")
                .withReplicas(2)
                .withCanary(setWeight(20), pauseForAPerson(), setWeight(60), pauseForAPerson())
                .behindTheGateway()
                .isReady();
        try (var users = spam.isInUseThroughTheGateway(Connections.NEW);
                var route = spam.route()) {
            var answersOfV1 = users.soFar();
            spam.when().theModelBecomes(SpamModel.V2);
            Sighting pause = spam.then().itPausesAtWeight(20);
            assertEquals(20, pause.observedWeight(), "the weight that the gateway has acknowledged");
            assertNull(pause.weights().orElseThrow().possible(), "replicas do not matter");
            assertEquals(20, shareOfV2(answersOfV1, users, pause), TOLERANCE);
            spam.then().theServersCountAShareOf(20, TOLERANCE);
            spam.when().aPersonAsksFor("promote");
            assertEquals(60, shareOfV2(answersOfV1, users, spam.then().itPausesAtWeight(60)), TOLERANCE);
            spam.when().aPersonAsksFor("promote");
            spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
            route.history()
                    .forEach(weights -> assertEquals(
                            100,
                            weights.values().stream().mapToInt(weight -> weight).sum(),
                            () -> "weights of the HTTPRoute " + weights));
            assertTrue(route.history().size() >= 4, () -> "weights 0, 20, 60 and 100 in " + route.history());
        }
        spam.then().weightsAlwaysAddUp();
    }

    @Test
    void anAbortSendsEveryUserBackToTheOldVersion(Given given) {
        var spam = given.aModelDeployment("aborted")
                .withReplicas(2)
                .withCanary(setWeight(50), pauseForAPerson())
                .behindTheGateway()
                .isReady();
        try (var users = spam.isInUseThroughTheGateway(Connections.KEPT)) {
            var answersOfV1 = users.soFar();
            spam.when().theModelBecomes(SpamModel.V2);
            assertEquals(50, shareOfV2(answersOfV1, users, spam.then().itPausesAtWeight(50)), TOLERANCE);
            spam.when().aPersonAsksFor("abort");
            Sighting back = spam.then().theOldRevisionIsBack("Requested");
            assertEquals(0, shareOfV2(answersOfV1, users, back));
            users.sawNoFailure();
        }
    }

    @Test
    void aThirdVersionInTheMiddleOfARolloutStartsFromTheStableOne(Given given) {
        var spam = given.aModelDeployment("superseded")
                .withReplicas(2)
                .serving(SpamModel.V2)
                .withCanary(setWeight(50), pauseForAPerson())
                .behindTheGateway()
                .isReady();
        String stable = spam.watch().latest().flatMap(Sighting::stable).orElseThrow();
        try (var users = spam.isInUseThroughTheGateway(Connections.NEW);
                var route = spam.route()) {
            spam.when().theModelBecomes(SpamModel.V1);
            Sighting middle = spam.then().itPausesAtWeight(50);
            spam.when().theSettingsChange();
            Sighting third = spam.then().itPausesAtWeight(50);
            users.sawNoFailure();
            spam.then().stableStayed(stable, middle);
            assertNotEquals(middle.candidate(), third.candidate(), "the third version has a revision of its own");
            assertEquals(0, third.readyPodsOf(middle.candidate()), "ready pods of the second version");
            assertTrue(
                    route.history().stream().allMatch(weights -> weights.size() <= 2),
                    () -> "never a share for second and third at once: " + route.history());
        }
    }

    /** Killed with a share of the traffic on its way, and again while a person is waited for. */
    @Test
    void aKilledOperatorComesBackAndGoesOn(Given given) {
        var operator = OperatorPod.neverEnded(given.cluster());
        var spam = given.aModelDeployment("killed")
                .withReplicas(2)
                .withCanary(setWeight(20), pauseOf(2), setWeight(50), pauseForAPerson())
                .behindTheGateway()
                .isReady();
        try (var users = spam.isInUseThroughTheGateway(Connections.NEW)) {
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().itPausesAtWeight(20);
            operator.isKilled();
            var pause = spam.then().itPausesAtWeight(50);
            operator.isKilled();
            spam.when().aPersonAsksFor("promote");
            var after = spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
            assertEquals(pause.candidate(), after.stable(), "the revision of before the kill was promoted");
        }
        spam.then().weightsAlwaysAddUp();
    }

    /** One of two gateways takes no request for the model's host: nobody gets a share before both have taken the route. */
    @Test
    void withoutTheConsentOfEveryGatewayTrafficStaysWhereItIs(Given given) {
        var spam = given.aModelDeployment("refused")
                .withCanary(setWeight(50), pauseOf(2))
                .behindTheGateway()
                .isReady();
        try (var users = spam.isInUseThroughTheGateway(Connections.NEW)) {
            var answersOfV1 = users.soFar();
            given.cluster()
                    .client()
                    .resource(PublicGateway.strict(given.namespace()))
                    .create();
            spam.when().itIsBehind(PublicGateway.PUBLIC, PublicGateway.STRICT);
            spam.then().itsConditionIs("RouteProgrammed", "False", "NoMatchingListenerHostname");
            spam.when().theModelBecomes(SpamModel.V2);
            Sighting waiting = spam.then().itWaitsForTheGateways();
            assertEquals(0, shareOfV2(answersOfV1, users, waiting));
            assertEquals(waiting.stable(), spam.watch().latest().flatMap(Sighting::stable));
            spam.when().itIsBehind(PublicGateway.PUBLIC);
            spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
        }
    }

    @Test
    void aListenerThatIsNotThereIsNamedAndTheServiceServesAllTheSame(Given given) {
        var spam = given.aModelDeployment("astray")
                .behind(new GatewayParentReference("public", "traefik", "no-such-listener", null))
                .isCreated();
        spam.then().itsConditionSays("RouteProgrammed", "public", "no-such-listener");
        try (var users = spam.isInUse()) {
            users.sawNoFailure();
        }
    }

    /** The share in percent of the answers since {@code from} that are not like those of before. */
    private static double shareOfV2(LoadReport before, Users users, Sighting from) {
        Instant settled = from.at().plus(PublicGateway.FOLLOWS);
        users.haveCalledSince(settled, ENOUGH);
        return 100 - Users.shareLike(before, users.soFar().between(settled, Instant.MAX));
    }
}
