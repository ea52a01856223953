package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.Weights;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.fixture.Users;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@EndToEnd
class BlueGreenE2E {
    private static final String TEXT = "Earn cash from home, no experience needed";

    @Test
    void thePreviewAnswersFirstAndThenOneSwitchMovesEveryUser(Given given) {
        var spam = given.aModelDeployment("switched")
                .withReplicas(2)
                .withBlueGreen(false)
                .isReady();
        try (var users = spam.isInUse();
                var asked = spam.asked()) {
            var answersOfV1 = users.soFar();
            double before = asked.predict(TEXT).best().score();
            spam.when().theModelBecomes(SpamModel.V2);
            var waiting = spam.then().itWaitsForPromotion();
            assertEquals(2, waiting.readyPodsOf(waiting.candidate()));
            try (var preview = spam.askedForAPreview()) {
                assertNotEquals(
                        before, preview.predict(TEXT).best().score(), "the preview's score is the new version's");
            }
            assertEquals(before, asked.predict(TEXT).best().score(), 1e-4, "the Service still asks the old version");
            assertEquals(
                    100, Users.shareLike(answersOfV1, users.soFar()), "answers before the switch from the old one");

            spam.when().aPersonAsksFor("promote");
            spam.then().theNewRevisionTakesOver();
            Instant settled = Instant.now();
            users.haveCalledSince(settled, 100);
            var report = users.sawNoFailure();
            assertEquals(0, Users.shareLike(answersOfV1, report.between(settled, Instant.now())));
        }
        spam.watch().history().stream()
                .flatMap(sighting -> sighting.weights().map(Weights::observed).stream())
                .forEach(observed -> assertTrue(
                        observed == 0 || observed == 100,
                        () -> "the Service reached both versions at once: " + observed + " %"));
    }
}
