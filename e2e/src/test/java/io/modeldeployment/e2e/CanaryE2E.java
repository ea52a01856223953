package io.modeldeployment.e2e;

import static io.modeldeployment.e2e.fixture.Steps.pauseForAPerson;
import static io.modeldeployment.e2e.fixture.Steps.pauseOf;
import static io.modeldeployment.e2e.fixture.Steps.setWeight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.fixture.Users;
import io.modeldeployment.e2e.load.Connections;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EndToEnd
class CanaryE2E {
    /** kube-proxy follows an endpoint a second or two later; the share is measured after that. */
    private static final Duration PROXY_LAG = Duration.ofSeconds(3);

    @ParameterizedTest
    @EnumSource(Connections.class)
    void theSecondVersionTakesOverStepByStepAndNoUserNotices(Connections connections, Given given) {
        var spam = given.aModelDeployment("steps-" + connections.name().toLowerCase(Locale.ROOT))
                .withReplicas(2)
                .withCanary(setWeight(33), pauseOf(2), setWeight(50), pauseOf(2))
                .isReady();
        try (var users = spam.isInUse(connections)) {
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().itPausesAtWeight(33);
            spam.then().itPausesAtWeight(50);
            spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
        }
        spam.then().weightsAlwaysAddUp();
    }

    @Test
    void aPauseWithoutATimeWaitsForAPersonAndTheUsersGetTheShareThatIsSaid(Given given) {
        var spam = given.aModelDeployment("promoted")
                .withCanary(setWeight(50), pauseForAPerson())
                .isReady();
        try (var users = spam.isInUse()) {
            var answersOfV1 = users.soFar();
            spam.when().theModelBecomes(SpamModel.V2);
            Sighting pause = spam.then().itPausesAtWeight(50);
            Instant settled = pause.at().plus(PROXY_LAG);
            users.haveCalledSince(settled, 300);
            Instant promoted = Instant.now();
            spam.when().aPersonAsksFor("promote");
            spam.then().theActionIs(true, "pause is over");
            spam.then().theNewRevisionTakesOver();

            var report = users.sawNoFailure();
            double share = 100 - Users.shareLike(answersOfV1, report.between(settled, promoted));
            assertEquals(50, pause.weights().orElseThrow().observed(), "observed weight in the status");
            assertEquals(50, share, 15, "share of the candidate among the answers of the pause, in percent");
        }
    }

    @Test
    void anAbortSendsTheUsersBackToTheOldVersionAndIsSticky(Given given) {
        var spam = given.aModelDeployment("aborted")
                .withReplicas(2)
                .withCanary(setWeight(50), pauseForAPerson())
                .isReady();
        try (var users = spam.isInUse()) {
            var answersOfV1 = users.soFar();
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().itPausesAtWeight(50);
            spam.when().aPersonAsksFor("abort");
            Sighting back = spam.then().theOldRevisionIsBack("Requested");
            Instant settled = back.at().plus(PROXY_LAG);
            users.haveCalledSince(settled, 100);

            var report = users.sawNoFailure();
            assertEquals(100, Users.shareLike(answersOfV1, report.between(settled, Instant.now())));
        }
        spam.when().aPersonAsksFor("promote");
        spam.then().theActionIs(false, "was aborted");
    }

    @Test
    void aBrokenVersionIsRolledBackByItselfAndNoUserNotices(Given given) {
        var spam = given.aModelDeployment("broken").withReplicas(2).isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V3_BROKEN);
            Sighting back = spam.then().theOldRevisionIsBack("Crashed");
            users.sawNoFailure();
            assertTrue(
                    spam.watch().history().stream()
                            .filter(sighting -> sighting.candidate().equals(back.candidate()))
                            .noneMatch(sighting -> sighting.observedWeight() > 0),
                    "the Service never reached the broken version");
            assertTrue(back.message().contains("retry;revision="), back::message);
        }
    }

    @Test
    void aThirdVersionInTheMiddleOfARolloutStartsFromTheStableOne(Given given) {
        var spam = given.aModelDeployment("superseded")
                .withReplicas(2)
                .serving(SpamModel.V2)
                .withCanary(setWeight(50), pauseForAPerson())
                .isReady();
        String stable = spam.watch().latest().flatMap(Sighting::stable).orElseThrow();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V1);
            Sighting middle = spam.then().itPausesAtWeight(50);
            spam.when().theSettingsChange();
            Sighting third = spam.then().itPausesAtWeight(50);
            users.sawNoFailure();
            spam.then().stableStayed(stable, middle);
            assertTrue(!third.candidate().equals(middle.candidate()), "the third version has a revision of its own");
            assertEquals(0, third.readyPodsOf(middle.candidate()), "ready pods of the second version");
            spam.then()
                    .neverHadTrafficTogether(
                            middle.candidate().orElseThrow(), third.candidate().orElseThrow());
        }
    }

    @Test
    void goingBackToTheStableVersionInTheMiddleOfARolloutIsImmediate(Given given) {
        var spam = given.aModelDeployment("reverted")
                .withReplicas(2)
                .withCanary(setWeight(50), pauseForAPerson())
                .isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().itPausesAtWeight(50);
            spam.when().theModelBecomes(SpamModel.V1);
            spam.then().theOldRevisionServes();
            users.sawNoFailure();
        }
    }
}
