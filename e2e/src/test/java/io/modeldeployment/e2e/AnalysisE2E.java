package io.modeldeployment.e2e;

import static io.modeldeployment.e2e.fixture.Steps.analysis;
import static io.modeldeployment.e2e.fixture.Steps.setWeight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.AnalysisMetric;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.watch.Sighting;
import org.junit.jupiter.api.Test;

/** Candidates judged by what real servers count under real requests. */
@EndToEnd
class AnalysisE2E {
    @Test
    void aVersionThatMeansTheOppositeIsTakenBackByWhatItAnswers(Given given) {
        var spam = given.aModelDeployment("opposite")
                .serving(SpamModel.V2)
                .withAnalysis(AnalysisMetric.LABEL_DRIFT, setWeight(50), analysis())
                .isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V4_SWAPPED);
            Sighting back = spam.then().theOldRevisionIsBack("AnalysisFailed");
            users.sawNoFailure();
            assertTrue(back.message().contains("label"), back::message);
        }
    }

    @Test
    void aVersionThatFailsNoMoreThanStablePasses(Given given) {
        var spam = given.aModelDeployment("alike")
                .withAnalysis(AnalysisMetric.ERROR_RATE, setWeight(50), analysis())
                .isReady();
        try (var users = spam.isInUse()) {
            spam.when().theModelBecomes(SpamModel.V2);
            Sighting done = spam.then().theNewRevisionTakesOver();
            users.sawNoFailure();
            assertEquals(
                    "Pass",
                    done.status().map(status -> status.analysis()).orElseThrow().verdict());
        }
    }
}
