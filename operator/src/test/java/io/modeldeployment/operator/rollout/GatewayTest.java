package io.modeldeployment.operator.rollout;

import static io.modeldeployment.operator.rollout.Fixture.behindGateways;
import static io.modeldeployment.operator.rollout.Fixture.blueGreen;
import static io.modeldeployment.operator.rollout.Fixture.canary;
import static io.modeldeployment.operator.rollout.Fixture.defaultSteps;
import static io.modeldeployment.operator.rollout.Fixture.hash;
import static io.modeldeployment.operator.rollout.Fixture.only;
import static io.modeldeployment.operator.rollout.Fixture.pause;
import static io.modeldeployment.operator.rollout.Fixture.split;
import static io.modeldeployment.operator.rollout.Fixture.weight;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RolloutState.Failed;
import io.modeldeployment.operator.rollout.RolloutState.Initial;
import io.modeldeployment.operator.rollout.RolloutState.Progressing;
import io.modeldeployment.operator.rollout.RolloutState.Promoting;
import io.modeldeployment.operator.rollout.RolloutState.RollingBack;
import io.modeldeployment.operator.rollout.RolloutState.Stable;
import io.modeldeployment.operator.rollout.SimulatedCluster.Pace;
import io.modeldeployment.operator.rollout.SimulatedGateway.Mood;
import io.modeldeployment.operator.rollout.SimulatedPod.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Traffic through gateways: exact weights, nothing that rests on what is not acknowledged, and what if it never is. */
class GatewayTest {
    private static final Strategy TENTH = canary(weight(10), pause());
    private static final RolloutPolicy.Gateway DYNAMIC = new RolloutPolicy.Gateway(true);

    private static Optional<GatewayRoute> everythingTo(String revision) {
        return Optional.of(GatewayRoute.only(hash(revision)));
    }

    private static Optional<GatewayRoute> written(OperatorLoop loop) {
        return loop.cluster.observe().gateway().route();
    }

    private static boolean isStable(OperatorLoop loop, String revision) {
        return loop.state().equals(new Stable(hash(revision)));
    }

    @Test
    void rule01_theFirstRevisionGetsARouteOnceItIsProvenAndServesOnceThatIsAcknowledged() {
        var loop = Fixture.fresh(2, TENTH).gateway(Optional.of(new RolloutPolicy.Gateway(false)));
        loop.cluster.behave(hash("v1"), Behaviour.SILENT);
        loop.passes(20);
        assertEquals(Optional.empty(), written(loop));

        loop.cluster.gateway.feel(Mood.SILENT);
        loop.cluster.behave(hash("v1"), Behaviour.GOOD);
        loop.until("a route", l -> written(l).equals(everythingTo("v1"))).passes(20);
        assertInstanceOf(Initial.class, loop.state());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.untilStable("v1");
    }

    @ParameterizedTest(name = "{0} replicas at {1} %: {2} of the candidate")
    @CsvSource({"1,1,1", "2,10,1", "2,51,2", "10,10,1", "10,11,2", "10,95,10", "3,33,1", "3,34,2"})
    void weightsAreExactWhateverTheReplicasAndStableKeepsItsPods(int replicas, int percent, int candidates) {
        var loop = behindGateways(replicas, canary(weight(percent), pause()))
                .want("v2")
                .untilStep(1)
                .passes(20);

        assertEquals(Optional.of(split(100 - percent, percent)), loop.cluster.gateway.effective());
        assertEquals(candidates, loop.view("v2").pods());
        assertEquals(replicas, loop.view("v1").pods());
        assertEquals(only("v1"), loop.cluster.route());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 10})
    void defaultStepsEndInThePromotionOfAnySizeAndNoRequestFails(int replicas) {
        var loop = behindGateways(replicas, canary(defaultSteps())).want("v2");

        loop.until("promoted", l -> {
            assertTrue(replicas == 0 || l.cluster.answersEveryRequest(), l::trace);
            assertTrue(replicas == 0 || l.cluster.answersEveryRequestThroughGateways(), l::trace);
            return isStable(l, "v2");
        });

        loop.untilStable("v2");
        assertEquals(everythingTo("v2"), loop.cluster.gateway.effective());
        assertEquals(9, loop.reasons().stream().filter("StepCompleted"::equals).count());
        AtRest.check(loop);
    }

    @Test
    void blueGreenMovesEverythingInOneWrite() {
        var loop =
                behindGateways(3, blueGreen(1, pause())).want("v2").untilStep(1).passes(10);
        assertEquals(everythingTo("v1"), written(loop));

        var seen = new ArrayList<Optional<GatewayRoute>>();
        loop.say("promote;revision=v2;id=1").until("promoted", l -> {
            written(l).filter(now -> !seen.contains(Optional.of(now))).ifPresent(now -> seen.add(Optional.of(now)));
            return isStable(l, "v2");
        });

        assertEquals(List.of(everythingTo("v1"), everythingTo("v2")), seen);
    }

    @Test
    void rule02_aThirdVersionGetsWeightOnlyAfterTheSecondHasLostItsOwnAndStableStays() {
        var loop = behindGateways(4, TENTH).want("v2").untilStep(1).passes(5);
        loop.cluster.gateway.keepPace(new SimulatedGateway.Pace(3, 5));

        loop.want("v3").until("v3 at step 1", l -> {
            assertEquals(hash("v1"), l.state().stableRevision().orElseThrow());
            assertEquals(4, l.view("v1").available());
            GatewayRoute route = l.cluster.gateway.effective().orElseThrow();
            assertFalse(route.reaches(hash("v2")) && route.reaches(hash("v3")), l::trace);
            return l.state() instanceof Progressing p && p.candidate().equals(hash("v3")) && p.step() == 1;
        });

        assertEquals(10, written(loop).orElseThrow().weightOf(hash("v3")));
    }

    @Test
    void rule03_returnToStableInMidRolloutIsImmediate() {
        var loop = behindGateways(4, TENTH).want("v2").untilStep(1);
        loop.forgetEvents();

        loop.want("v1").untilStable("v1");

        assertEquals(List.of("Reverted", "RolledBack"), loop.reasons());
        assertEquals(everythingTo("v1"), loop.cluster.gateway.effective());
        assertEquals(0, loop.view("v2").pods());
    }

    @Test
    void rule06_theDeadlineCountsWhileAGatewayIsWaitedForAndNotInAPause() {
        var loop = behindGateways(2, canary(weight(10), pause(), weight(50)))
                .want("v2")
                .untilStep(1);
        loop.cluster.gateway.feel(Mood.SILENT);
        loop.passFor(Fixture.DEADLINE.multipliedBy(2));
        assertInstanceOf(Progressing.class, loop.state());

        loop.say("promote;revision=v2;id=1").until(RollingBack.class);

        var abort = ((RollingBack) loop.state()).abort();
        assertEquals(Abort.Cause.PROGRESS_DEADLINE_EXCEEDED, abort.cause());
        assertTrue(abort.message().contains("gateway edge has not answered"), abort.message());
    }

    @Test
    void rule07_noWeightBeforeTheCandidateIsProven() {
        var loop = behindGateways(4, TENTH);
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);

        loop.want("v2").passFor(Duration.ofMinutes(1));

        assertEquals(everythingTo("v1"), written(loop));
    }

    @Test
    void rule07_aCandidateWithoutPodsLosesItsWeightAndGetsItBackOnceItIsProvenAgain() {
        var loop = behindGateways(4, TENTH).want("v2").untilStep(1).passes(5);
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v2"));
        loop.passes(4);
        assertEquals(everythingTo("v1"), written(loop));
        assertInstanceOf(Progressing.class, loop.state());

        loop.cluster.behave(hash("v2"), Behaviour.GOOD);

        loop.until("weight is back", l -> written(l).equals(Optional.of(split(90, 10))));
        assertTrue(loop.view("v2").available() > 0);
    }

    @Test
    void rule08_stableKeepsAllPodsUntilTheFullWeightIsAcknowledgedAndDrained() {
        var loop = behindGateways(3, canary(weight(90))).want("v2").untilStep(1);
        loop.until("all weight is written", l -> written(l).equals(everythingTo("v2")));
        loop.cluster.gateway.feel(Mood.SILENT);
        loop.passFor(Duration.ofMinutes(5));
        assertEquals(3, loop.view("v1").desired());
        assertEquals(only("v1"), loop.cluster.route());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until("promoted", l -> isStable(l, "v2"));
        Instant promoted = loop.now();
        loop.until("scaled down", l -> l.view("v1").desired() == 0);

        assertFalse(loop.now().isBefore(promoted.plus(Fixture.DRAIN)));
    }

    @Test
    void rule09_nothingIsScaledToZeroOrDeletedWhileAGatewayHasNotAnswered() {
        var loop = behindGateways(1, canary(weight(50))).want("v2").until("promoted", l -> isStable(l, "v2"));
        loop.cluster.gateway.feel(Mood.SILENT);

        loop.passFor(Duration.ofHours(1));
        assertEquals(1, loop.view("v1").desired());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until("scaled down", l -> l.view("v1").desired() == 0);
    }

    @Test
    void rule09_aRevisionThatAGatewayMayStillSendToOutlivesTheHistoryLimit() {
        var gone =
                new RevisionView(hash("v0"), 1, 0, 0, 0, 0, 0, new Probe.Unasked(), Optional.empty(), Optional.empty());
        var serving =
                new RevisionView(hash("v1"), 2, 1, 1, 1, 1, 1, new Probe.Passed(), Optional.empty(), Optional.empty());
        var named = new GatewayView(everythingTo("v1"), new Programming.Pending("Waiting", "no answer yet"));
        var free = new GatewayView(everythingTo("v1"), new Programming.Programmed());

        assertFalse(deletes(gone, serving, named));
        assertTrue(deletes(gone, serving, free));
    }

    private static boolean deletes(RevisionView gone, RevisionView serving, GatewayView gateway) {
        var policy = new RolloutPolicy(
                hash("v1"), 1, false, Fixture.DEADLINE, 0, Fixture.DRAIN, TENTH, Optional.of(DYNAMIC), 0, Surge.FREE);
        var rollout = new Rollout(Optional.of(new Stable(hash("v1"))), List.of(), Optional.empty());
        var seen = new Observation(Map.of(hash("v0"), gone, hash("v1"), serving), only("v1"), gateway);
        return RolloutPlanner.plan(policy, rollout, seen, Optional.empty(), OperatorLoop.START)
                .actions()
                .contains(new Action.DeleteRevision(hash("v0")));
    }

    @Test
    void rule10_stableThatScalesWithItsShareHasItsPodsBackBeforeItsWeight() {
        var loop = behindGateways(4, canary(weight(75), pause()), DYNAMIC, Pace.USUAL)
                .want("v2")
                .untilStep(1)
                .until("stable has shrunk", l -> l.view("v1").pods() == 1);
        assertEquals(3, loop.view("v2").pods());

        loop.say("abort;revision=v2;id=1").until("weight is back", l -> {
            int share = written(l).orElseThrow().weightOf(hash("v1"));
            assertTrue(4 * share <= 100 * Math.max(1, l.view("v1").available()), l::trace);
            return share == 100;
        });

        assertEquals(4, loop.view("v1").available());
    }

    @Test
    void rule08_stableThatScalesWithItsShareShrinksOnlyBehindAnAcknowledgedOne() {
        var loop = behindGateways(4, canary(weight(50), pause()), DYNAMIC, Pace.USUAL)
                .want("v2");
        loop.until("weight is written", l -> written(l).equals(Optional.of(split(50, 50))));
        loop.cluster.gateway.feel(Mood.SILENT);
        loop.passFor(Duration.ofMinutes(5));
        assertTrue(loop.view("v1").desired() > 2, loop::trace);

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until("stable has shrunk", l -> l.view("v1").pods() == 2);
    }

    @Test
    void rule10_dynamicStableInAClusterWithoutRoomExchangesPodByPodThereAndBack() {
        var loop = behindGateways(
                4, canary(weight(50), pause(), weight(75), pause()), DYNAMIC, Pace.USUAL.withCapacity(5));
        loop.want("v2").untilStep(1);
        loop.say("promote;revision=v2;id=1").untilStep(3).passes(20);
        assertEquals(1, loop.view("v1").pods());

        Instant aborted = loop.now();
        loop.say("abort;revision=v2;id=2").until("back", l -> {
            assertTrue(l.cluster.answersEveryRequestThroughGateways(), l::trace);
            return l.state() instanceof Failed && l.view("v1").available() == 4;
        });
        assertTrue(loop.now().isBefore(aborted.plus(Fixture.DEADLINE)), "not by giving up");
    }

    @Test
    void rule10_aHarmfulCandidateLosesItsWeightInThePassThatSeesIt() {
        var loop = behindGateways(4, canary(weight(50), pause()))
                .want("v2")
                .untilStep(1)
                .passes(5);

        loop.cluster.crash(hash("v2"));
        loop.passes(2);

        assertEquals(everythingTo("v1"), written(loop));
    }

    @ParameterizedTest
    @EnumSource(value = Mood.class, names = "GOOD", mode = EnumSource.Mode.EXCLUDE)
    void rule11_aWeightCountsOnlyOnceItIsAcknowledged(Mood mood) {
        var loop = behindGateways(4, canary(weight(10), weight(50), pause()));
        loop.cluster.gateway.feel(mood);
        loop.cluster.gateway.write(everythingTo("v1"));
        loop.want("v2").passFor(Duration.ofMinutes(5));

        assertEquals(0, ((Progressing) loop.state()).step());
        assertEquals(everythingTo("v1"), loop.cluster.gateway.effective());
        assertTrue(loop.plan().message().contains("waiting for"), loop.plan().message());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.untilStep(2);
    }

    @Test
    void rule11_aWeightRisesOnlyFromOneThatIsAcknowledged() {
        var loop = behindGateways(4, canary(weight(10), pause(), weight(50), pause()))
                .want("v2")
                .untilStep(1)
                .passes(5);
        loop.cluster.gateway.feel(Mood.SILENT);

        loop.say("promote;revision=v2;id=1").passFor(Duration.ofMinutes(2));

        assertEquals(Optional.of(split(90, 10)), written(loop));
    }

    @Test
    void rule11_aRefusedWeightEndsWithTheDeadlineAndTrafficStaysWhereItWas() {
        var loop = behindGateways(2, TENTH).want("v2");
        loop.until("v2 is proven", l -> l.view("v2").available() == 1);
        loop.cluster.gateway.feel(Mood.REFUSES);

        loop.until(RollingBack.class).passFor(Duration.ofMinutes(1));

        assertEquals(everythingTo("v1"), loop.cluster.gateway.effective());
        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until(Failed.class);
    }

    @Test
    void rule11_theWayBackIsNotOverBeforeItIsAcknowledged() {
        var loop = behindGateways(2, TENTH).want("v2").untilStep(1).passes(5);
        loop.cluster.gateway.feel(Mood.SILENT);

        loop.say("abort;revision=v2;id=1").passFor(Duration.ofHours(1));
        assertInstanceOf(RollingBack.class, loop.state());
        assertEquals(1, loop.view("v2").desired());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until(Failed.class).until("gone", l -> l.view("v2").pods() == 0);
    }

    @Test
    void rule11_thePromotionIsNotOverBeforeItIsAcknowledged() {
        var loop = behindGateways(2, canary(weight(50))).want("v2").until(Promoting.class);
        loop.cluster.gateway.feel(Mood.SILENT);

        loop.passFor(Duration.ofHours(1));
        assertInstanceOf(Promoting.class, loop.state());

        loop.cluster.gateway.feel(Mood.GOOD);
        loop.untilStable("v2");
    }

    private static Detours detours(OperatorLoop loop) {
        return loop.cluster.gateway.effective().orElseThrow().detours();
    }

    private static Detours.HeaderRoute testers(String revision) {
        return new Detours.HeaderRoute(hash(revision), List.of(Fixture.group("testers")));
    }

    @Test
    void mirrorsAndHeaderRoutesAreStepsThatLastAndThatLaterStepsEnd() {
        var loop = behindGateways(
                        4,
                        canary(
                                Fixture.headers("testers"),
                                Fixture.mirror(50),
                                pause(),
                                weight(10),
                                Fixture.mirror(0),
                                new Step.SetHeaderRoute("testers", List.of()),
                                pause()))
                .want("v2")
                .untilStep(2)
                .passes(10);
        var both = new Detours(Optional.of(new Detours.Mirror(hash("v2"), 50)), List.of(testers("v2")));
        assertEquals(both, detours(loop));
        assertEquals(100, written(loop).orElseThrow().weightOf(hash("v1")));
        assertEquals(2, loop.view("v2").pods(), "pods for the mirrored half");

        loop.say("promote;revision=v2;id=1")
                .until("weight", l -> written(l).orElseThrow().weightOf(hash("v2")) == 10);
        assertEquals(both, written(loop).orElseThrow().detours());

        loop.untilStep(6).passes(10);
        assertEquals(Detours.NONE, detours(loop));
        assertEquals(split(90, 10), loop.cluster.gateway.effective().orElseThrow());
        loop.say("promote;revision=v2;id=2").untilStable("v2");
    }

    private static OperatorLoop withDetours(Step... more) {
        var steps = new ArrayList<>(List.of(Fixture.headers("testers"), Fixture.mirror(100)));
        steps.addAll(List.of(more));
        steps.add(pause());
        return behindGateways(2, canary(steps))
                .want("v2")
                .untilStep(1 + steps.size() - 2)
                .passes(10);
    }

    @Test
    void rule12_detoursGoOnAnAbortAndBeforeItsPodsDo() {
        var loop = withDetours();
        assertTrue(detours(loop).reach(hash("v2")));

        loop.say("abort;revision=v2;id=1").until(Failed.class);

        assertEquals(everythingTo("v1"), written(loop));
        assertEquals(2, loop.view("v2").desired(), "they go after the drain");
    }

    @Test
    void rule12_detoursGoOnAnAbortEvenWhereStableCannotTakeItsWeightBack() {
        var loop = withDetours(weight(50));
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v1"));

        loop.say("abort;revision=v2;id=1").passes(5);

        assertEquals(Detours.NONE, written(loop).orElseThrow().detours());
    }

    @Test
    void rule12_detoursGoOnThePromotion() {
        var loop = withDetours(weight(50));
        loop.say("promote;revision=v2;id=1")
                .until("no detours", l -> written(l).orElseThrow().detours().equals(Detours.NONE));
        assertInstanceOf(Progressing.class, loop.state());
        loop.untilStable("v2");
    }

    @Test
    void rule12_aCandidateWithoutPodsLosesItsDetoursAndGetsThemBackOnceItIsProvenAgain() {
        var loop = withDetours();
        loop.cluster.behave(hash("v2"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v2"));
        loop.passes(4);
        assertEquals(everythingTo("v1"), written(loop));

        loop.cluster.behave(hash("v2"), Behaviour.GOOD);
        loop.until("they are back", l -> detours(l).reach(hash("v2")));
        assertTrue(loop.view("v2").available() > 0);
    }

    @Test
    void rule12_noDetourBeforeTheCandidateIsProven() {
        var loop = behindGateways(2, canary(Fixture.headers("testers"), pause()));
        loop.cluster.behave(hash("v2"), Behaviour.SILENT);
        loop.want("v2").passFor(Duration.ofMinutes(1));
        assertEquals(everythingTo("v1"), written(loop));
    }

    @Test
    void rule11_aDetourIsAStepThatHasToBeAcknowledged() {
        var loop = behindGateways(2, canary(Fixture.headers("testers"), weight(10), pause()));
        loop.cluster.gateway.feel(Mood.SILENT);
        loop.cluster.gateway.write(everythingTo("v1"));
        loop.want("v2").passFor(Duration.ofMinutes(2));
        assertEquals(0, ((Progressing) loop.state()).step());
        loop.cluster.gateway.feel(Mood.GOOD);
        loop.untilStep(2);
    }

    @Test
    void aDetourThatAGatewayRefusesGoesAtOnce() {
        var loop = behindGateways(2, canary(Fixture.mirror(20), pause())).want("v2");
        loop.until(
                "copies are asked for", l -> written(l).orElseThrow().detours().reach(hash("v2")));
        loop.cluster.gateway.feel(Mood.REFUSES);
        loop.until(RollingBack.class);

        assertEquals(
                Abort.Cause.ROUTE_REFUSED, ((RollingBack) loop.state()).abort().cause());
        assertEquals(everythingTo("v1"), written(loop));
        loop.cluster.gateway.feel(Mood.GOOD);
        loop.until(Failed.class);
    }

    @Test
    void rule12_aThirdVersionInheritsNoDetours() {
        var loop = withDetours();
        loop.want("v3").until("v3 has them", l -> {
            assertFalse(detours(l).reach(hash("v2")) && detours(l).reach(hash("v3")), l::trace);
            return detours(l).reach(hash("v3"));
        });
        assertFalse(detours(loop).reach(hash("v2")));
    }

    @Test
    void rule16_whenStableBreaksTheCandidateThatServesGetsItsShareUntilStableIsBack() {
        var loop = behindGateways(2, canary(weight(50), pause()))
                .want("v2")
                .untilStep(1)
                .passes(5);
        loop.cluster.behave(hash("v1"), Behaviour.PENDING);
        loop.cluster.loseNodeOf(hash("v1"));
        loop.passes(10);
        assertEquals(everythingTo("v2"), loop.cluster.gateway.effective());
        assertEquals(only("v2"), loop.cluster.route());

        loop.cluster.behave(hash("v1"), Behaviour.GOOD);

        loop.until("shared again", l -> written(l).equals(Optional.of(split(50, 50))))
                .until("the Service too", l -> l.cluster.route().equals(only("v1")));
    }

    @Test
    void withoutTheApiARolloutWaitsAndGoesOnOnceItIsInstalled() {
        var loop = new OperatorLoop(Fixture.policy("v1", 2, TENTH), Pace.USUAL).untilStable("v1");
        loop.cluster.gateway.install(false);
        loop.gateway(Optional.of(new RolloutPolicy.Gateway(false))).want("v2").passFor(Duration.ofMinutes(2));
        assertEquals(0, ((Progressing) loop.state()).step());
        assertTrue(
                loop.plan().message().contains("Gateway API's CRDs"),
                loop.plan().message());
        assertTrue(loop.plan().actions().stream().noneMatch(Action.SetGatewayRoute.class::isInstance));

        loop.cluster.gateway.install(true);

        loop.untilStep(1).say("promote;revision=v2;id=1").untilStable("v2");
    }

    @Test
    void aGatewayThatIsSwitchedOnInMidRolloutTakesTheTrafficOverWithoutALostRequest() {
        var loop = Fixture.serving(4, canary(weight(50), pause(20)))
                .want("v2")
                .untilStep(1)
                .passes(10);

        loop.gateway(Optional.of(new RolloutPolicy.Gateway(false))).until("promoted", l -> {
            assertTrue(l.cluster.answersEveryRequest() && l.cluster.answersEveryRequestThroughGateways(), l::trace);
            return isStable(l, "v2");
        });

        assertEquals(everythingTo("v2"), written(loop));
    }

    @Test
    void aGatewayThatIsSwitchedOffInMidRolloutLeavesTheServiceWithoutALostRequest() {
        var loop = behindGateways(4, canary(weight(50), pause(20)))
                .want("v2")
                .untilStep(1)
                .passes(10);

        loop.gateway(Optional.empty()).until("promoted", l -> {
            assertTrue(l.cluster.answersEveryRequest(), l::trace);
            return isStable(l, "v2");
        });

        assertEquals(Optional.empty(), written(loop));
        AtRest.check(loop.untilStable("v2"));
    }

    @Test
    void aRouteDeletedByHandComesBackAsItWas() {
        var loop = behindGateways(4, TENTH).want("v2").untilStep(1).passes(5);

        loop.cluster.gateway.write(Optional.empty());
        loop.until("it is back", l -> l.cluster.gateway.effective().equals(Optional.of(split(90, 10))));

        assertEquals(1, ((Progressing) loop.state()).step());
    }

    @Test
    void statusLostTogetherWithTheServiceGoesOnFromTheRoute() {
        var loop = behindGateways(2, TENTH).want("v2").untilStep(1).passes(5);
        loop.cluster.apply(new Action.SetTraffic(new Route.None()));

        loop.loseStatus().pass();

        assertEquals(Optional.of(hash("v1")), loop.state().stableRevision());
        loop.untilStep(1);
    }

    @Test
    void rule22_atRestNothingIsWritten() {
        AtRest.check(behindGateways(3, TENTH)
                .want("v2")
                .untilStep(1)
                .say("abort;revision=v2;id=1")
                .until("failed, at rest", l -> l.state() instanceof Failed && l.isAtRest()));
    }
}
