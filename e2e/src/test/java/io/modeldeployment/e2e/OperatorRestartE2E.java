package io.modeldeployment.e2e;

import static io.modeldeployment.e2e.fixture.Steps.pauseForAPerson;
import static io.modeldeployment.e2e.fixture.Steps.pauseOf;
import static io.modeldeployment.e2e.fixture.Steps.setWeight;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.OperatorPod;
import io.modeldeployment.e2e.fixture.SpamModel;
import org.junit.jupiter.api.Test;

@EndToEnd
class OperatorRestartE2E {
    @Test
    void aNewOperatorPodGoesOnWhereTheOldOneWasDeleted(Given given) {
        var operator = OperatorPod.of(given.cluster());
        var spam = given.aModelDeployment("deleted")
                .withReplicas(2)
                .withCanary(setWeight(33), pauseOf(2), setWeight(50), pauseOf(2))
                .isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().itPausesAtWeight(33);
            operator.isDeletedWithoutGrace();
            spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
        }
        spam.then().weightsAlwaysAddUp();
    }

    /** Killed while the candidate starts and again while a person is waited for. */
    @Test
    void aKilledOperatorProcessComesBackAndGoesOn(Given given) {
        var operator = OperatorPod.neverEnded(given.cluster());
        var spam = given.aModelDeployment("killed")
                .withReplicas(2)
                .withCanary(setWeight(50), pauseForAPerson())
                .isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V2);
            spam.then().aRolloutIsUnderWay();
            operator.isKilled();
            var pause = spam.then().itPausesAtWeight(50);
            operator.isKilled();
            spam.when().aPersonAsksFor("promote");
            var after = spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
            assertEquals(pause.candidate(), after.stable(), "the revision of before the kill was promoted");
        }
    }
}
