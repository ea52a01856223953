package io.modeldeployment.e2e;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.fixture.Steps;
import org.junit.jupiter.api.Test;

@EndToEnd
class DeletionE2E {
    @Test
    void inTheMiddleOfARolloutEverythingGoesWithTheResource(Given given) {
        var spam = given.aModelDeployment("spam")
                .withCanary(Steps.setWeight(50), Steps.pauseForAPerson())
                .isReady();
        spam.when().theModelBecomes(SpamModel.V2);
        spam.then().itPausesAtWeight(50);
        spam.when().itIsDeleted();
        spam.then().nothingOfItIsLeft();
    }
}
