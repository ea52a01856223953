package io.modeldeployment.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.EndpointLog;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SimulatedCards;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.load.LoadReport;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Rule 19 with the real scheduler and kubelet: rollouts where every card is in use. The cards are simulated, and the servers
 * compute on processors.
 */
@EndToEnd
class GpuE2E {
    private static final Duration A_WHILE = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(60);

    private static String spec(int replicas, String surgePolicy) {
        return """
                replicas: %d
                progressDeadlineSeconds: 120
                model: {name: spam, source: {image: {reference: "%s"}}}
                server: {resources: {requests: {cpu: 100m, memory: 400Mi}}}
                accelerator: {surgePolicy: %s}
                traffic: {drainSeconds: 5}
                strategy: {canary: {abortScaleDownDelaySeconds: 5, steps: [{setWeight: 50}, {pause: {duration: 2s}}]}}
                """.formatted(replicas, SpamModel.V1.image(), surgePolicy);
    }

    @Test
    void onAFullPoolStableGivesUpOneCardAtATimeAndNoRequestFails(Given given) {
        try (var _ = SimulatedCards.of(given.cluster(), 3)) {
            var spam = given.serves("replacing", spec(3, "Auto"));
            spam.then().itsConditionIs("Schedulable", "True", "Scheduled");
            try (var users = spam.isInUse();
                    var endpoints = EndpointLog.of(spam)) {
                Instant start = Instant.now();
                spam.when().theModelBecomes(SpamModel.V2);
                Sighting end = spam.then().theNewRevisionTakesOver();
                LoadReport report = users.sawNoFailure();
                System.out.printf(
                        "GpuE2E: 3 pods on 3 cards replaced in %d s; never fewer than %d served; %d requests, 0 failed%n",
                        Duration.between(start, end.at()).toSeconds(), endpoints.fewest(), report.requests());
                assertTrue(endpoints.fewest() >= 2, () -> endpoints.fewest() + " pods served");
            }
        }
    }

    @Test
    void aQueuedRolloutStartsByItselfWhenACardFrees(Given given) {
        try (var _ = SimulatedCards.of(given.cluster(), 2)) {
            var spam = given.serves("queued", spec(1, "Queue"));
            var other = given.serves("in-the-way", spec(1, "Queue"));
            spam.when().theModelBecomes(SpamModel.V2);
            Sighting waiting = spam.then().itsConditionIs("Schedulable", "False", "Queued");
            Eventually.throughout(
                    A_WHILE,
                    () -> "stable serves and the candidate has no pod",
                    () -> spam.pods().size() == waiting.readyPodsOf(waiting.stable()));
            Instant freed = Instant.now();
            given.isOver(other);
            Sighting started = spam.then()
                    .await(
                            "the rollout to start",
                            SOON,
                            now -> now.condition("Schedulable")
                                    .filter(condition -> !"Queued".equals(condition.getReason()))
                                    .isPresent());
            Sighting end = spam.then().theNewRevisionTakesOver();
            System.out.printf(
                    "GpuE2E: a queued rollout started %d s after the pod with its card was told to go, and was done after %d s%n",
                    Duration.between(freed, started.at()).toSeconds(),
                    Duration.between(freed, end.at()).toSeconds());
        }
    }
}
