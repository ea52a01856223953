package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.scale;
import static io.modeldeployment.operator.rollout.Fixture.scaleByWeight;
import static io.modeldeployment.operator.rollout.Fixture.weight;

import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Lets the same history happen for the same seed: what people do, and what breaks. */
final class RandomHistory {
    private static final List<Integer> SIZES = List.of(0, 1, 2, 3, 10);
    private static final List<Strategy> STRATEGIES = List.of(
            Fixture.canary(Fixture.defaultSteps()),
            Fixture.canary(weight(50), pause(10)),
            Fixture.canary(weight(10), pause(), weight(40), weight(60), pause(5)),
            Fixture.canary(weight(100), pause(20)),
            Fixture.canary(pause(5), weight(0), weight(30), pause()),
            Fixture.canary(pause()),
            Fixture.canary(
                    new Step.Evaluate(), weight(20), new Step.Analyze(false), weight(60), new Step.Analyze(true)),
            Fixture.canary(
                    Fixture.headers("testers"), Fixture.mirror(50), pause(5), weight(30), Fixture.mirror(0), pause(5)),
            Fixture.canary(Fixture.mirror(100), weight(20), Fixture.headers("a"), Fixture.headers("b"), pause()),
            Fixture.canary(scale(4), pause(3), weight(20), weight(60), pause(5)),
            Fixture.canary(weight(10), scale(5), pause(3), weight(60), scaleByWeight(), pause(5)),
            Fixture.blueGreen(1, pause(0)),
            Fixture.blueGreen(3, pause(30)),
            Fixture.blueGreen(2, pause()),
            Fixture.verified(Fixture.blueGreen(2, pause(5)), false),
            Fixture.verified(
                    new Strategy(
                            Strategy.Kind.BLUE_GREEN,
                            List.of(new Step.Preview(1), new Step.Analyze(false), pause(0)),
                            Fixture.WARM,
                            Fixture.KEPT),
                    true));

    private final RandomGenerator random;
    private int nonce;

    RandomHistory(long seed) {
        random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean chance(int percent) {
        return below(100) < percent;
    }

    <T> T pick(List<T> choices) {
        return choices.get(below(choices.size()));
    }

    Strategy strategy() {
        Strategy picked = pick(STRATEGIES);
        return chance(20) ? Fixture.approving(revision().value(), picked) : picked;
    }

    Surge surge() {
        return pick(List.of(Surge.values()));
    }

    int size(int least) {
        return pick(SIZES.stream().filter(size -> size >= least).toList());
    }

    RevisionHash revision() {
        return hash("v" + (1 + below(4)));
    }

    Behaviour behaviour() {
        return pick(List.of(Behaviour.values()));
    }

    Optional<RolloutPolicy.Gateway> gateway() {
        return chance(60) ? Optional.of(new RolloutPolicy.Gateway(chance(40))) : Optional.empty();
    }

    /** Gateways that take changes up slowly, and may say so before they do. */
    void slowGateways(OperatorLoop loop) {
        loop.cluster.gateway.keepPace(new SimulatedGateway.Pace(below(4), below(6)));
    }

    private Judgement judgement() {
        return switch (below(9)) {
            case 3 -> new Judgement.Unmeasured("no data");
            case 0 -> new Judgement.Bad("worse");
            case 1 -> new Judgement.Unclear("unclear");
            case 2 -> new Judgement.Pending("pending");
            default -> new Judgement.Good("good");
        };
    }

    private Clearance clearance() {
        return switch (below(4)) {
            case 0 -> new Clearance.Refused(Abort.Cause.MODEL_UNAVAILABLE, "not there");
            case 1 -> new Clearance.Awaited(Clearance.Need.ROOM, "no room");
            default -> new Clearance.Cleared();
        };
    }

    private Rescue rescue() {
        return switch (below(4)) {
            case 0 -> new Rescue.RollBack(revision(), "does not answer");
            case 1 -> new Rescue.Replace();
            default -> new Rescue.None();
        };
    }

    SimulatedCluster.Pace pace() {
        return new SimulatedCluster.Pace(1 + below(6), below(3), below(3), 8, below(4), 1000);
    }

    /** What people may do without harm to anybody who is served. */
    void peopleAct(OperatorLoop loop) {
        switch (below(20)) {
            case 19 -> loop.surge(surge()).knowsRoom(chance(70));
            case 13 -> loop.judged(judgement(), judgement());
            case 14 -> loop.rollbackWindow(below(4));
            case 15 -> loop.upgrade();
            case 16 -> loop.clear(clearance());
            case 17 -> loop.rescue(rescue());
            case 0, 1, 2 -> loop.want(revision().value());
            case 3, 4, 5 -> loop.annotate(action(loop));
            case 6 -> loop.replicas(size(1));
            case 7 -> loop.paused(chance(30));
            case 8 -> loop.strategy(strategy());
            case 9 -> loop.dieAfter(below(6));
            case 10 -> loop.seeLate(below(4));
            case 11 -> loop.cluster.gateway.loseStatus();
            case 12 -> {
                if (chance(30)) {
                    loop.gateway(gateway());
                }
            }
            default -> loop.jump(Duration.ofSeconds(below(120)));
        }
    }

    /** What breaks, and what people do to it by hand. */
    void thingsBreak(OperatorLoop loop) {
        switch (below(13)) {
            case 10, 11 -> loop.cluster.gateway.feel(pick(List.of(SimulatedGateway.Mood.values())));
            case 12 -> {
                if (chance(50)) {
                    loop.cluster.gateway.install(chance(50));
                } else {
                    loop.cluster.gateway.write(Optional.empty());
                }
            }
            case 0, 1 -> loop.cluster.crash(revision());
            case 2 -> loop.cluster.loseNodeOf(revision());
            case 3, 4, 5 -> loop.cluster.behave(revision(), behaviour());
            case 6 -> loop.replicas(size(0));
            case 7 -> {
                RevisionHash revision = revision();
                loop.monitor.trust(revision);
                loop.cluster.scaleByHand(revision, below(4));
            }
            case 8 -> loop.jump(Duration.ofMinutes(below(20)));
            default -> {
                if (chance(30)) {
                    loop.loseStatus();
                } else if (chance(30)) {
                    loop.cluster.deleteByHand(revision());
                }
            }
        }
    }

    private String action(OperatorLoop loop) {
        Verb verb = pick(List.of(Verb.values()));
        String revision = loop.state()
                .candidateRevision()
                .filter(_ -> chance(80))
                .orElseGet(this::revision)
                .value();
        return verb.word() + ";revision=" + revision + (chance(20) ? ";step=" + below(4) : "") + ";id=" + ++nonce;
    }

    /** What a patient person does: ends each pause that waits for one. */
    void personPromotes(OperatorLoop loop) {
        if (loop.state() instanceof RolloutState.Progressing state) {
            boolean waits = state.step() < loop.policy().strategy().steps().size()
                    && loop.policy().strategy().steps().get(state.step()) instanceof Step.Pause(var length)
                    && length.isEmpty();
            if (state.held() || waits) {
                loop.annotate("resume;revision=" + state.candidate() + ";id=" + ++nonce);
            }
        }
    }
}
