package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.watch.Sighting;
import org.junit.jupiter.api.Test;

@EndToEnd
class ScaleE2E {
    @Test
    void kubectlScaleAddsAndRemovesPodsOfTheSameRevision(Given given) {
        var spam = given.aModelDeployment("spam").isReady();
        String revision = spam.watch().latest().flatMap(Sighting::stable).orElseThrow();
        try (var users = spam.isInUse()) {
            given.kubectl().succeeds("scale", "mdep/spam", "--replicas=3");
            Sighting three = spam.then().itServesWith(3);
            given.kubectl().succeeds("scale", "mdep/spam", "--replicas=1");
            spam.then().itServesWith(1);
            users.sawNoFailure();
            assertEquals(3, three.readyPodsOf(three.stable()));
        }
        assertEquals(revision, spam.watch().latest().flatMap(Sighting::stable).orElseThrow());
    }
}
