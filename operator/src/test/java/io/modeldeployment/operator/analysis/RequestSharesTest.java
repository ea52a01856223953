package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class RequestSharesTest {
    private static final RevisionHash STABLE = new RevisionHash("aaaaaaaaaa");
    private static final RevisionHash CANDIDATE = new RevisionHash("bbbbbbbbbb");
    private static final PodAddress OLD = new PodAddress("old", "10.0.0.1", 8000);
    private static final PodAddress NEW = new PodAddress("new", "10.0.0.2", 8000);

    private final Map<String, Long> totals = new HashMap<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private RequestShares shares = shares();
    private RequestShares.Key key = key(10);
    private Analyses.Arms arms = new Analyses.Arms(List.of(OLD), List.of(NEW));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Optional<Integer> written = Optional.empty();
    private int writes;
    private boolean broken;

    private RequestShares shares() {
        return new RequestShares(this::read, waiting::add);
    }

    private static RequestShares.Key key(int weight) {
        return new RequestShares.Key("uid", STABLE, CANDIDATE, weight);
    }

    private PodReading read(PodAddress pod) throws MetricsSource.UnmeasuredException {
        if (broken) {
            throw new MetricsSource.UnmeasuredException("does not answer");
        }
        return new PodReading(
                Map.of(Metric.ERROR_RATE, new ArmCounts(totals.getOrDefault(pod.process(), 0L), Map.of("", 0L))));
    }

    /** Looks as a reconciler does: whenever it is told to, writing what it is told to. */
    private RequestShare look() {
        RequestShare share = shares.look(key, arms, written, now);
        writes += share.shown().equals(written) ? 0 : 1;
        written = share.shown();
        now = now.plus(share.recheckAfter().orElseThrow());
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
        return share;
    }

    private RequestShare serve(Duration time, long stableEachLook, long candidateEachLook) {
        Instant end = now.plus(time);
        RequestShare last = look();
        while (now.isBefore(end)) {
            totals.merge("old", stableEachLook, Long::sum);
            totals.merge("new", candidateEachLook, Long::sum);
            last = look();
        }
        return last;
    }

    @Test
    void countsWhatTheServersCounted() {
        RequestShare share = serve(Duration.ofSeconds(40), 90, 30);
        assertEquals(Optional.of(25), share.shown());
        assertEquals(1, writes);
    }

    @Test
    void isThereForOthersToWriteBeforeItIsWrittenByItself() {
        RequestShare share = serve(Duration.ofSeconds(15), 90, 30);
        assertEquals(Optional.empty(), share.shown());
        assertEquals(Optional.of(25), share.latest());
    }

    @Test
    void isNotWrittenAgainWhileItStaysAboutTheSame() {
        serve(Duration.ofMinutes(1), 95, 10);
        for (int i = 0; i < 30; i++) {
            serve(Duration.ofMinutes(1), 95, 8 + 2 * (i % 3));
        }
        assertEquals(1, writes);
        serve(Duration.ofMinutes(3), 50, 50);
        assertTrue(writes > 1 && writes <= 5, writes + " writes");
        assertEquals(Optional.of(50), look().latest());
    }

    @Test
    void anotherWeightIsCountedByItself() {
        serve(Duration.ofMinutes(2), 90, 10);
        key = key(50);
        written = Optional.empty();
        assertEquals(Optional.empty(), look().latest());
        assertEquals(Optional.of(50), serve(Duration.ofSeconds(20), 60, 60).latest());
    }

    @Test
    void aRestartedOperatorKeepsWhatWasWrittenUntilItKnowsBetter() {
        serve(Duration.ofMinutes(1), 90, 30);
        int before = writes;
        shares = shares();
        assertEquals(Optional.of(25), look().shown());
        assertEquals(Optional.of(25), serve(Duration.ofSeconds(10), 0, 0).latest());
        assertEquals(before, writes);
    }

    @Test
    void aReadingThatFailsIsMadeUpForByTheNext() {
        serve(Duration.ofSeconds(15), 90, 30);
        broken = true;
        serve(Duration.ofSeconds(20), 100, 0);
        broken = false;
        RequestShare share = serve(Duration.ofSeconds(15), 0, 0);
        assertTrue(share.latest().orElseThrow() < 25, share.toString());
    }

    @Test
    void neverWaitsForThePods() {
        shares.look(key, arms, written, now);
        assertEquals(2, waiting.size());
        shares.look(key, arms, written, now.plusSeconds(4));
        assertEquals(2, waiting.size(), "the pods are not asked again while they are being asked");
    }

    @Test
    void withoutPodsThereIsNoShare() {
        arms = new Analyses.Arms(List.of(), List.of());
        assertEquals(Optional.empty(), serve(Duration.ofMinutes(1), 90, 10).latest());
    }
}
