package io.modeldeployment.operator.resources;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.modeldeployment.operator.rollout.Detours;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.rollout.RolloutPolicy;
import io.modeldeployment.operator.rollout.Sizing;
import io.modeldeployment.operator.rollout.Step;
import io.modeldeployment.operator.rollout.Strategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A spec read into a policy. */
class PoliciesTest {
    private static RolloutPolicy policy(String strategy) {
        var resource = Specs.resource(
                "model: {name: spam, source: {image: {reference: models/spam:v1}}}\nreplicas: 4\nstrategy: "
                        + strategy);
        return Policies.of(resource.getSpec(), new RevisionHash("h"));
    }

    @Test
    void canaryWithoutStepsGoesByTens() {
        var strategy = policy("{canary: {}}").strategy();
        assertEquals(18, strategy.steps().size());
        assertEquals(new Step.SetWeight(10), strategy.steps().getFirst());
        assertEquals(
                new Step.Pause(Optional.of(Duration.ofMinutes(1))),
                strategy.steps().getLast());
    }

    @Test
    void blueGreenIsAPreviewAndAPause() {
        var strategy = policy("{blueGreen: {autoPromotion: false, previewReplicas: 2, scaleDownDelaySeconds: 9}}")
                .strategy();
        assertEquals(Strategy.Kind.BLUE_GREEN, strategy.kind());
        assertEquals(List.of(new Step.Preview(2), new Step.Pause(Optional.empty())), strategy.steps());
        assertEquals(Duration.ofSeconds(9), strategy.retireDelay());
        assertEquals(
                List.of(new Step.Preview(4), new Step.Pause(Optional.of(Duration.ofSeconds(7)))),
                policy("{blueGreen: {autoPromotionSeconds: 7}}").strategy().steps());
    }

    @Test
    void stableScalesWithItsShareOnlyWhereGatewaysSendIt() {
        String traffic = "\ntraffic: {gateway: {parentRefs: [{name: public}]}}";
        assertEquals(Optional.empty(), policy("{canary: {}}").gateway());
        assertEquals(
                Optional.of(new RolloutPolicy.Gateway(false)),
                policy("{canary: {}}" + traffic).gateway());
        assertEquals(
                Optional.of(new RolloutPolicy.Gateway(true)),
                policy("{canary: {dynamicStableScale: true}}" + traffic).gateway());
        assertEquals(
                Optional.of(new RolloutPolicy.Gateway(false)),
                policy("{blueGreen: {}}" + traffic).gateway());
    }

    @Test
    void blueGreenMayBeAnalysedBeforeAndAfterTheSwitch() {
        String checks = "{checks: [{name: a, max: '1', web: {url: 'http://a/b'}}], onInconclusive: Continue}";
        var strategy = policy("{blueGreen: {prePromotionAnalysis: " + checks + ", postPromotionAnalysis: "
                        + checks.replace("Continue", "Pause") + "}}")
                .strategy();
        assertEquals(
                List.of(new Step.Preview(4), new Step.Analyze(true), new Step.Pause(Optional.of(Duration.ZERO))),
                strategy.steps());
        assertEquals(Optional.of(new Strategy.Verification(false)), strategy.verification());
        assertEquals(Optional.empty(), policy("{blueGreen: {}}").strategy().verification());
    }

    @Test
    void stepsForGatewaysAreRead() {
        var steps = policy("{canary: {steps: [{setMirror: {percentage: 20}}, {setHeaderRoute: {name: t, match: "
                        + "[{headerName: a, headerValue: {exact: b}}, {headerName: c, headerValue: {regex: d}}]}}, "
                        + "{setHeaderRoute: {name: t}}]}}")
                .strategy()
                .steps();
        assertEquals(
                List.of(
                        new Step.SetMirror(20),
                        new Step.SetHeaderRoute(
                                "t",
                                List.of(
                                        new Detours.HeaderMatch("a", "b", false),
                                        new Detours.HeaderMatch("c", "d", true))),
                        new Step.SetHeaderRoute("t", List.of())),
                steps);
    }

    @Test
    void scalesAreRead() {
        assertEquals(
                List.of(
                        new Step.Scale(new Sizing.Replicas(3)),
                        new Step.Scale(new Sizing.Percent(50)),
                        new Step.Scale(new Sizing.ByWeight())),
                policy("{canary: {steps: [{scale: {replicas: 3}}, {scale: {percent: 50}},"
                                + " {scale: {matchTrafficWeight: true}}]}}")
                        .strategy()
                        .steps());
    }

    @Test
    void approvalAndWindowAreRead() {
        var policy = policy("{canary: {}, approvedRevision: z9qdwbbbbb}\nrollbackWindow: {revisions: 2}");
        assertEquals(
                Optional.of(new RevisionHash("z9qdwbbbbb")), policy.strategy().approved());
        assertEquals(2, policy.rollbackWindow());
        assertEquals(0, policy("{canary: {}}").rollbackWindow());
        assertEquals(
                Optional.of(new RevisionHash("z9qdwbbbbb")),
                policy("{blueGreen: {}, approvedRevision: z9qdwbbbbb}")
                        .strategy()
                        .approved());
    }

    @Test
    void durationsAreRead() {
        assertEquals(Duration.ofMinutes(90), Policies.duration("1h30m"));
        assertEquals(Duration.ofSeconds(45), Policies.duration("45s"));
        assertThrows(IllegalArgumentException.class, () -> Policies.duration(""));
        assertThrows(IllegalArgumentException.class, () -> Policies.duration("10 minutes"));
    }
}
