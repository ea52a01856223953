package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.api.v1.ModelStatus;
import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.LargeModelHub;
import io.modeldeployment.e2e.fixture.NodeDirectory;
import io.modeldeployment.e2e.fixture.PodSecurity;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A model of a gigabyte from a hub, onto a real volume. */
@EndToEnd
@PodSecurity("baseline")
class ModelFetchE2E {
    private static final Duration FETCH = Duration.ofMinutes(5);

    @Test
    void aLargeModelIsFetchedOnceForThreeRevisionsThoughItsConnectionIsCut(Given given) throws Exception {
        try (var volume = new NodeDirectory(given, "2Gi");
                var hub = new LargeModelHub(
                        Cluster.built("build/models/spam-v1"), given.cluster().thisMachine())) {
            var spam = given.isCreated("spam", """
                    model:
                      name: spam
                      source: %s
                      storage: {size: 2Gi, storageClassName: %s}
                    server: {resources: {requests: {cpu: 200m, memory: 400Mi}}}
                    traffic: {drainSeconds: 5}
                    strategy: {canary: {abortScaleDownDelaySeconds: 5, steps: [{setWeight: 50}]}}
                    """.formatted(hub.source(), volume.storageClass()));
            Eventually.within(
                    FETCH,
                    "the model to be there",
                    () -> model(spam).map(ModelStatus::phase).equals(Optional.of(ModelPhase.READY)));
            spam.then().itServes();

            assertEquals(2, hub.connections());
            assertTrue(hub.wasResumed());
            // What was under way when the connection was cut may have been lost, no more.
            assertTrue(hub.sent() < LargeModelHub.LARGE + LargeModelHub.LARGE / 10, hub.sent() + " bytes were sent");
            ModelStatus fetched = model(spam).orElseThrow();

            for (int tokens : new int[] {64, 96}) {
                spam.when().theSpecBecomes("server: {maxTokens: " + tokens + "}");
                spam.then().theNewRevisionTakesOver();
            }
            assertEquals(1, hub.lists());
            assertEquals(2, hub.connections());
            assertEquals(fetched.claimName(), model(spam).orElseThrow().claimName());
            assertEquals(fetched.digest(), model(spam).orElseThrow().digest());
            given.isOver(spam);
        }
    }

    private static Optional<ModelStatus> model(DeployedModel deployed) {
        ModelDeployment resource = deployed.client()
                .resources(ModelDeployment.class)
                .inNamespace(deployed.given().namespace())
                .withName(deployed.name())
                .require();
        return Optional.ofNullable(resource.getStatus()).map(status -> status.model());
    }
}
