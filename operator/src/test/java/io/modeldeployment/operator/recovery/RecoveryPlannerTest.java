package io.modeldeployment.operator.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule 27: when something is done about a revision that stops answering, what, and how often. */
class RecoveryPlannerTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RecoveryPolicy POLICY =
            new RecoveryPolicy(Rung.RESTORE, Duration.ofSeconds(30), 3, 2, Duration.ofMinutes(10));
    private static final WayOut BOTH = new WayOut(Optional.of("v1"), List.of("newest", "older"));
    private static final WayOut NOWHERE = new WayOut(Optional.empty(), List.of());

    private static PodHealth pod(String name, int failures) {
        return new PodHealth(name, failures, failures == 0 ? Optional.empty() : Optional.of("answered 500"));
    }

    private static RecoveryPlanner.Sight pods(WayOut way, PodHealth... pods) {
        return new RecoveryPlanner.Sight(new Health(List.of(pods), Optional.empty()), way);
    }

    private static PodHealth damaged(String name, int failures) {
        return new PodHealth(name, failures, Optional.of("ended with exit code 3"), true);
    }

    /** What is done about it, step by step, while the only pod goes on failing and time is what the ladder needs. */
    private static List<String> storyOf(RecoveryPolicy policy, WayOut way, Duration each, int passes) {
        var story = new ArrayList<String>();
        Past past = Past.NONE;
        Instant now = NOON;
        for (int pass = 0; pass < passes; pass++) {
            var decision = RecoveryPlanner.plan(policy, past, pods(way, pod("a", 3)), now);
            story.add(word(decision.remedy()));
            past = decision.past();
            now = now.plus(each);
        }
        return story;
    }

    private static String word(Remedy remedy) {
        return switch (remedy) {
            case Remedy.None() -> "none";
            case Remedy.Restart(var pod, var _) -> "restart " + pod;
            case Remedy.RollBack(var revision, var _) -> "back to " + revision;
            case Remedy.Restore(var backup, var _) -> "restore " + backup;
            case Remedy.Hold _ -> "hold";
            case Remedy.GiveUp _ -> "give up";
        };
    }

    @Test
    void oneFailureOrTwoAreNothing() {
        for (int failures = 0; failures < 3; failures++) {
            var decision = RecoveryPlanner.plan(POLICY, Past.NONE, pods(BOTH, pod("a", failures)), NOON);

            assertEquals(new RecoveryPlanner.Decision(new Remedy.None(), Past.NONE), decision);
        }
    }

    @Test
    void itRestartsThenRollsBackThenRestoresTheNewestThenTheNextOlderOne() {
        assertEquals(
                List.of("restart a", "back to v1", "restore newest", "restore older", "hold"),
                storyOf(POLICY, BOTH, Duration.ofMinutes(2), 5));
    }

    @Test
    void aClimbInVainIsRepeatedAfterTheCoolDownAndThenAPersonIsAsked() {
        var story = storyOf(POLICY, NOWHERE, Duration.ofMinutes(6), 9);

        assertEquals(
                List.of("restart a", "hold", "hold", "restart a", "hold", "give up", "give up", "give up", "give up"),
                story);
    }

    @Test
    void itGoesNoFurtherThanItMay() {
        var restartOnly = new RecoveryPolicy(Rung.RESTART, POLICY.interval(), 3, 2, POLICY.cooldown());
        var rollback = new RecoveryPolicy(Rung.ROLLBACK, POLICY.interval(), 3, 2, POLICY.cooldown());

        assertEquals(List.of("restart a", "hold"), storyOf(restartOnly, BOTH, Duration.ofMinutes(2), 2));
        assertEquals(List.of("restart a", "back to v1", "hold"), storyOf(rollback, BOTH, Duration.ofMinutes(2), 3));
    }

    @Test
    void withNothingServedBeforeItRestoresAfterTheRestart() {
        var way = new WayOut(Optional.empty(), List.of("newest"));

        assertEquals(List.of("restart a", "restore newest"), storyOf(POLICY, way, Duration.ofMinutes(2), 2));
    }

    @Test
    void onlyThePodThatFailsIsRestarted() {
        var decision = RecoveryPlanner.plan(POLICY, Past.NONE, pods(BOTH, pod("a", 0), pod("b", 4), pod("c", 1)), NOON);

        assertEquals("restart b", word(decision.remedy()));
    }

    @Test
    void oneOfThreeThatFailsAgainIsRestartedAgainRatherThanEverybodyRolledBack() {
        var again = new Past(0, Optional.of(Rung.RESTART), Optional.of(NOON), List.of());

        var decision = RecoveryPlanner.plan(
                POLICY, again, pods(BOTH, pod("a", 0), pod("b", 3), pod("c", 0)), NOON.plusSeconds(120));

        assertEquals("restart b", word(decision.remedy()));
        assertEquals(1, decision.past().attempts());
    }

    @Test
    void whileTheFaultLiesElsewhereNothingIsDone() {
        var sight =
                new RecoveryPlanner.Sight(new Health(List.of(pod("a", 9)), Optional.of("node n1 is not ready")), BOTH);

        var decision = RecoveryPlanner.plan(POLICY, Past.NONE, sight, NOON);

        assertEquals(new Remedy.Hold("node n1 is not ready"), decision.remedy());
        assertEquals(Past.NONE, decision.past());
    }

    @Test
    void whatGoesWellForTheCoolDownIsForgotten() {
        var past = new Past(1, Optional.of(Rung.ROLLBACK), Optional.of(NOON), List.of("newest"));
        var well = pods(BOTH, pod("a", 0));

        assertEquals(
                past,
                RecoveryPlanner.plan(POLICY, past, well, NOON.plusSeconds(599)).past());
        assertEquals(
                Past.NONE,
                RecoveryPlanner.plan(POLICY, past, well, NOON.plusSeconds(600)).past());
    }

    @Test
    void whatItSaysNamesThePodAndTheProblem() {
        var restart = assertInstanceOf(
                Remedy.Restart.class,
                RecoveryPlanner.plan(POLICY, Past.NONE, pods(BOTH, pod("a", 3)), NOON)
                        .remedy());

        assertEquals("pod a failed 3 probes in a row: answered 500", restart.why());
    }

    @Test
    void whereTheFilesAreDamagedARestartIsSkippedAlsoWhileOtherPodsAnswer() {
        var sight = pods(BOTH, pod("a", 0), damaged("b", 3), pod("c", 0));

        var decision = RecoveryPlanner.plan(POLICY, Past.NONE, sight, NOON);
        assertEquals("back to v1", word(decision.remedy()));
        decision = RecoveryPlanner.plan(POLICY, decision.past(), sight, NOON.plusSeconds(90));
        assertEquals("restore newest", word(decision.remedy()));
        decision = RecoveryPlanner.plan(POLICY, decision.past(), sight, NOON.plusSeconds(180));
        assertEquals("restore older", word(decision.remedy()));
        assertEquals(List.of("newest", "older"), decision.past().tried());
    }

    @Test
    void whereTheFilesAreDamagedAndOnlyRestartsAreAllowedNothingIsRestarted() {
        var restartOnly = new RecoveryPolicy(Rung.RESTART, POLICY.interval(), 3, 2, POLICY.cooldown());

        var decision = RecoveryPlanner.plan(restartOnly, Past.NONE, pods(BOTH, damaged("a", 3)), NOON);

        var hold = assertInstanceOf(Remedy.Hold.class, decision.remedy());
        assertTrue(hold.why().endsWith("a restart cannot help"), hold.why());
        assertEquals(1, decision.past().attempts());
    }

    @Test
    void damagedFilesOfOneThatFailsTooSeldomAreNothingYet() {
        var decision = RecoveryPlanner.plan(POLICY, Past.NONE, pods(BOTH, damaged("a", 2), pod("b", 3)), NOON);

        assertEquals("restart b", word(decision.remedy()));
    }

    /** Whatever happens: no healthy pod is touched, and what is done to a revision that never recovers is bounded. */
    @Test
    void inEveryHistoryHealthyPodsAreLeftAloneAndTheRemediesEnd() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            Past past = Past.NONE;
            Instant now = NOON;
            int remedies = 0;
            for (int pass = 0; pass < 400; pass++) {
                now = now.plusSeconds(30 + random.nextInt(300));
                List<PodHealth> pods = IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> {
                            int failures = i == 0 ? 3 + random.nextInt(3) : random.nextInt(5);
                            return failures > 0 && random.nextInt(4) == 0
                                    ? damaged("p" + i, failures)
                                    : pod("p" + i, failures);
                        })
                        .toList();
                var decision = RecoveryPlanner.plan(
                        POLICY, past, new RecoveryPlanner.Sight(new Health(pods, Optional.empty()), BOTH), now);
                if (decision.remedy() instanceof Remedy.Restart(var restarted, var _)) {
                    assertTrue(pods.stream().anyMatch(pod -> pod.pod().equals(restarted) && pod.failures() >= 3));
                }
                boolean acts =
                        !(decision.remedy() instanceof Remedy.Hold || decision.remedy() instanceof Remedy.GiveUp);
                remedies += acts ? 1 : 0;
                past = decision.past();
            }
            assertTrue(remedies <= 2 * (2 + BOTH.backups().size()), "seed " + seed + ": " + remedies + " remedies");
            assertEquals(2, past.attempts(), "seed " + seed);
        }
    }
}
