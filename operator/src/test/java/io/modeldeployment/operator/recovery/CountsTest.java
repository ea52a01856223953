package io.modeldeployment.operator.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Rule 27: what was counted before a remedy says nothing about what came of it. */
class CountsTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final RecoveryPolicy POLICY =
            new RecoveryPolicy(Rung.RESTORE, Duration.ofSeconds(30), 3, 2, Duration.ofMinutes(10));
    private static final WayOut WAY = new WayOut(Optional.of("v1"), List.of("newest"));
    private static final PodHealth FAILING = new PodHealth("a", 3, Optional.of("no connection"));
    private static final PodHealth WELL = new PodHealth("b", 0, Optional.empty());
    private static final Counts COUNTS = new Counts("v2", NOON, List.of(FAILING, WELL));

    private static Past restartedAt(Instant at) {
        return Past.NONE.taking(Rung.RESTART, at);
    }

    @Test
    void whatWasCountedStandsUntilARemedy() {
        Past earlier = restartedAt(NOON.minusNanos(1));

        assertEquals(Optional.of(List.of(FAILING, WELL)), COUNTS.health(List.of("a", "b"), Past.NONE));
        assertEquals(Optional.of(List.of(FAILING, WELL)), COUNTS.health(List.of("a", "b"), earlier));
        assertEquals(COUNTS, COUNTS.since(earlier));
    }

    @Test
    void rule27_aRemedyUsesUpWhatEveryPodWasCounted() {
        for (Instant at : List.of(NOON, NOON.plusSeconds(20))) {
            assertEquals(Optional.empty(), COUNTS.health(List.of("a", "b"), restartedAt(at)));
            assertEquals(0, COUNTS.since(restartedAt(at)).of("a").failures());
        }
    }

    @Test
    void rule27_howAnotherRevisionDidSaysNothing() {
        assertEquals(COUNTS, COUNTS.about("v2"));
        assertEquals(Counts.none("v1"), COUNTS.about("v1"));
    }

    @Test
    void onlyPodsThatAreThereNowCountAndANewOneHasNotFailed() {
        var unknown = new PodHealth("c", 0, Optional.empty());

        assertEquals(Optional.of(List.of(WELL, unknown)), COUNTS.health(List.of("b", "c"), Past.NONE));
    }

    @Test
    void podsAreAskedAtEveryIntervalAndAnIntervalAfterARemedy() {
        Past later = restartedAt(NOON.plusSeconds(20));

        assertEquals(NOON.plusSeconds(30), COUNTS.nextAt(POLICY, Past.NONE));
        assertEquals(NOON.plusSeconds(30), COUNTS.nextAt(POLICY, restartedAt(NOON.minusSeconds(90))));
        assertEquals(NOON.plusSeconds(50), COUNTS.nextAt(POLICY, later));
        assertFalse(COUNTS.isDue(POLICY, Past.NONE, NOON.plusSeconds(29)));
        assertTrue(COUNTS.isDue(POLICY, Past.NONE, NOON.plusMillis(29_500)));
        assertFalse(COUNTS.isDue(POLICY, later, NOON.plusSeconds(30)));
    }

    @Test
    void anOperatorThatWasRestartedAsksAtOnceButNotRightAfterARemedy() {
        Counts fresh = Counts.none("v2");

        assertTrue(fresh.isDue(POLICY, Past.NONE, NOON));
        assertFalse(fresh.isDue(POLICY, restartedAt(NOON), NOON.plusSeconds(1)));
        assertEquals(Optional.empty(), fresh.health(List.of("a"), restartedAt(NOON)));
        assertTrue(fresh.isDue(POLICY, restartedAt(NOON), NOON.plusSeconds(30)));
    }

    /** Passes come whenever anything happens, pods fail at random, and the operator forgets what it counted now and then. */
    @Test
    void rule27_inEveryHistoryEachRemedyRestsOnAsManyProbesSinceTheLastOne() {
        int climbs = 0;
        for (int seed = 0; seed < 300; seed++) {
            var random = new Random(seed);
            List<String> pods = new ArrayList<>(List.of("a", "b", "c").subList(0, 1 + random.nextInt(3)));
            Counts counts = Counts.none("v2");
            Past past = Past.NONE;
            Instant now = NOON;
            int probes = 0;
            for (int pass = 0; pass < 400; pass++) {
                now = now.plusMillis(random.nextInt(20_000));
                counts = random.nextInt(50) == 0 ? Counts.none("v2") : counts;
                if (counts.isDue(POLICY, past, now)) {
                    Counts last = counts.since(past);
                    counts = new Counts(
                            "v2",
                            now,
                            pods.stream()
                                    .map(pod -> random.nextInt(5) == 0
                                            ? new PodHealth(pod, 0, Optional.empty())
                                            : new PodHealth(pod, last.of(pod).failures() + 1, Optional.of("silent")))
                                    .toList());
                    probes++;
                }
                Optional<List<PodHealth>> health = counts.health(pods, past);
                if (health.isEmpty()) {
                    continue;
                }
                var sight = new RecoveryPlanner.Sight(new Health(health.get(), Optional.empty()), WAY);
                var decision = RecoveryPlanner.plan(POLICY, past, sight, now);
                past = decision.past();
                switch (decision.remedy()) {
                    case Remedy.None _, Remedy.Hold _, Remedy.GiveUp _ -> {}
                    case Remedy.Restart(var pod, var _) -> {
                        assertTrue(probes >= 3, "seed " + seed + ": restarted after " + probes + " probes");
                        pods.set(pods.indexOf(pod), pod + "'");
                        probes = 0;
                    }
                    case Remedy.RollBack _, Remedy.Restore _ -> {
                        assertTrue(probes >= 3, "seed " + seed + ": went on after " + probes + " probes");
                        probes = 0;
                        climbs++;
                    }
                }
            }
        }
        assertTrue(climbs > 100, climbs + " climbs");
    }
}
