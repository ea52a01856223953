package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.ExternalMetrics;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The cluster's own autoscaler, by a metric that the test sets. */
@EndToEnd
class AutoscalingE2E {
    /** It looks every 15 seconds, and its figures are as old. */
    private static final Duration LOOKS = Duration.ofSeconds(120);

    @Test
    void aRolloutAndTheWayBackFollowTheAutoscaler(Given given) throws Exception {
        try (var load = new ExternalMetrics(given, 10)) {
            var spam = given.serves("spam", """
                    model: {name: spam, source: {image: {reference: '%s'}}}
                    server: {resources: {requests: {cpu: 100m, memory: 400Mi}}}
                    autoscaling:
                      {maxReplicas: 4, scaleDownStabilizationSeconds: 0, metrics: [{external: {name: %s, averageValue: "10"}}]}
                    traffic: {drainSeconds: 5}
                    strategy: {canary: {abortScaleDownDelaySeconds: 5, steps: [{setWeight: 50}, {pause: {}}]}}
                    """.formatted(SpamModel.V1.image(), ExternalMetrics.METRIC));
            spam.then().itsConditionIs("AutoscalerReady", "True", "HorizontalPodAutoscaler");
            try (var users = spam.isInUse()) {
                load.is(20);
                spam.then().await("two pods, as the load asks for", LOOKS, now -> servesWith(now, 2));

                spam.when().theModelBecomes(SpamModel.V2);
                Sighting paused = spam.then().itPausesAtWeight(50);
                assertEquals(1, paused.readyPodsOf(paused.candidate()));
                load.is(40);
                Sighting grown = spam.then()
                        .await(
                                "both revisions to grow in the middle of the rollout",
                                LOOKS,
                                now -> now.replicas() == 4
                                        && now.readyPodsOf(now.candidate()) == 2
                                        && now.readyPodsOf(now.stable()) >= 2);
                assertEquals(50, grown.candidateWeight());

                load.is(30);
                spam.then().await("the autoscaler to ask for three", LOOKS, now -> now.replicas() == 3);
                spam.when().aPersonAsksFor("abort");
                Sighting back = spam.then().theOldRevisionIsBack("Requested");
                assertEquals(3, back.readyPodsOf(back.stable()), "the count of now, not that of the start");
                users.sawNoFailure();
            }
            given.isOver(spam);
        }
    }

    private static boolean servesWith(Sighting now, int pods) {
        return now.serves() && now.replicas() == pods;
    }
}
