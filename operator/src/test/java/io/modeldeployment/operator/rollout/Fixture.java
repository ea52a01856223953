package io.modeldeployment.operator.rollout;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Policies and loops that tests start from. */
final class Fixture {
    static final Duration DEADLINE = Duration.ofMinutes(10);
    static final Duration DRAIN = Duration.ofSeconds(30);
    static final Duration WARM = Duration.ofMinutes(10);
    static final Duration KEPT = Duration.ofMinutes(5);

    private Fixture() {}

    static Step weight(int percent) {
        return new Step.SetWeight(percent);
    }

    static Step scale(int replicas) {
        return new Step.Scale(new Sizing.Replicas(replicas));
    }

    static Step scaleByWeight() {
        return new Step.Scale(new Sizing.ByWeight());
    }

    static Step pause(int seconds) {
        return new Step.Pause(Optional.of(Duration.ofSeconds(seconds)));
    }

    static Step pause() {
        return new Step.Pause(Optional.empty());
    }

    /** What a canary without steps means: 10 % to 90 % by 10 %, a minute each. */
    static List<Step> defaultSteps() {
        var steps = new ArrayList<Step>();
        for (int percent = 10; percent < 100; percent += 10) {
            steps.add(weight(percent));
            steps.add(pause(60));
        }
        return steps;
    }

    static Strategy canary(Step... steps) {
        return canary(List.of(steps));
    }

    static Strategy canary(List<Step> steps) {
        return new Strategy(Strategy.Kind.CANARY, steps, DRAIN, KEPT);
    }

    static Strategy blueGreen(int previewReplicas, Step pause) {
        return new Strategy(Strategy.Kind.BLUE_GREEN, List.of(new Step.Preview(previewReplicas), pause), WARM, KEPT);
    }

    /** The same with an analysis after the switch. */
    static Strategy verified(Strategy strategy, boolean goesOnUnclear) {
        return new Strategy(
                strategy.kind(),
                strategy.steps(),
                strategy.retireDelay(),
                strategy.abortDelay(),
                strategy.goesOnUnclear(),
                Optional.of(new Strategy.Verification(goesOnUnclear)),
                strategy.approved());
    }

    /** The same strategy with a candidate that the spec approves. */
    static Strategy approving(String revision, Strategy strategy) {
        return new Strategy(
                strategy.kind(),
                strategy.steps(),
                strategy.retireDelay(),
                strategy.abortDelay(),
                strategy.goesOnUnclear(),
                strategy.verification(),
                Optional.of(hash(revision)));
    }

    static RolloutPolicy policy(String wanted, int replicas, Strategy strategy) {
        return new RolloutPolicy(
                new RevisionHash(wanted),
                replicas,
                false,
                DEADLINE,
                5,
                DRAIN,
                strategy,
                Optional.empty(),
                0,
                Surge.FREE);
    }

    /** A loop that has nothing yet and wants v1. */
    static OperatorLoop fresh(int replicas, Strategy strategy) {
        return new OperatorLoop(policy("v1", replicas, strategy), SimulatedCluster.Pace.USUAL);
    }

    /** A loop whose v1 serves and is at rest; what was told on the way is forgotten. */
    static OperatorLoop serving(int replicas, Strategy strategy) {
        return serving(replicas, strategy, SimulatedCluster.Pace.USUAL);
    }

    static OperatorLoop serving(int replicas, Strategy strategy, SimulatedCluster.Pace pace) {
        var loop = new OperatorLoop(policy("v1", replicas, strategy), pace).untilStable("v1");
        loop.forgetEvents();
        return loop;
    }

    /** A loop whose v1 serves through gateways and is at rest. */
    static OperatorLoop behindGateways(int replicas, Strategy strategy) {
        return behindGateways(replicas, strategy, new RolloutPolicy.Gateway(false), SimulatedCluster.Pace.USUAL);
    }

    static OperatorLoop behindGateways(
            int replicas, Strategy strategy, RolloutPolicy.Gateway gateway, SimulatedCluster.Pace pace) {
        var loop = new OperatorLoop(policy("v1", replicas, strategy), pace)
                .gateway(Optional.of(gateway))
                .untilStable("v1");
        loop.forgetEvents();
        return loop;
    }

    static Step mirror(int percent) {
        return new Step.SetMirror(percent);
    }

    /** Requests whose header X-Group is {@code group}, under the same name. */
    static Step headers(String group) {
        return new Step.SetHeaderRoute(group, List.of(group(group)));
    }

    static Detours.HeaderMatch group(String group) {
        return new Detours.HeaderMatch("X-Group", group, false);
    }

    static GatewayRoute split(int stable, int candidate) {
        return new GatewayRoute(Map.of(hash("v1"), stable, hash("v2"), candidate));
    }

    static RevisionHash hash(String revision) {
        return new RevisionHash(revision);
    }

    static Route only(String revision) {
        return new Route.Only(hash(revision));
    }
}
