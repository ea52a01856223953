package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.AnalysisMetric;
import io.modeldeployment.api.v1.AnalysisSpec;
import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.ModelTask;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AnalysesTest {
    private static final Gauges NOBODY = (_, _) -> new Reading.None("nobody is asked");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final AnalysisSpec DEFAULTS = new AnalysisSpec(null, null, null, null, null, null, null, null, null);
    private static final AnalysisPlan PLAN = AnalysisPlan.of(DEFAULTS, null, Duration.ofMinutes(10));
    private static final AnalysisKey KEY = new AnalysisKey(
            "uid", "models", "spam", new RevisionHash("aaaaaaaaaa"), new RevisionHash("bbbbbbbbbb"), START);
    private static final Analyses.Arms ARMS = new Analyses.Arms(
            List.of(new PodAddress("s", "10.0.0.1", 8000)), List.of(new PodAddress("c", "10.0.0.2", 8000)));

    private final Servers servers = new Servers();
    private Analyses analyses = new Analyses(servers, NOBODY);
    private Analyses.Arms arms = ARMS;
    private Instant now = START;
    private AnalysisPlan plan = PLAN;
    private Optional<Instant> waitingSince = Optional.empty();
    private @Nullable AnalysisStatus written;

    /** Two servers whose counts a test moves on. */
    private static final class Servers implements MetricsSource {
        private static final double[] BOUNDS = {0.05, 0.063, 0.08, 0.1, 0.125, 0.16, 0.2, 0.25, 0.315};

        private final Map<String, long[]> totals = new HashMap<>();
        /** Answers take up to 0.2 s, all times alike, or so many times as long. */
        private final Map<String, Double> slowness = new HashMap<>();

        /** Names of pods that do not answer. */
        private Set<String> silent = Set.of();

        void serve(String pod, long requests, long failed, long spam) {
            long[] sums = totals.computeIfAbsent(pod, _ -> new long[3]);
            sums[0] += requests;
            sums[1] += failed;
            sums[2] += spam;
        }

        @Override
        public PodReading read(PodAddress pod) throws UnmeasuredException {
            if (silent.contains(pod.process())) {
                throw new UnmeasuredException(pod.metricsUrl() + " does not answer");
            }
            long[] sums = totals.getOrDefault(pod.process(), new long[3]);
            long answered = sums[0] - sums[1];
            return new PodReading(Map.of(
                    Metric.ERROR_RATE, new ArmCounts(sums[0], Map.of("", sums[1])),
                    Metric.LATENCY,
                            new ArmCounts(answered, within(answered, slowness.getOrDefault(pod.process(), 1.0))),
                    Metric.LABEL_DRIFT, new ArmCounts(answered, Map.of("spam", sums[2], "ham", answered - sums[2]))));
        }
    }

    private static Map<String, Long> within(long answered, double slowness) {
        Map<String, Long> within = new HashMap<>();
        for (double bound : Servers.BOUNDS) {
            within.put(Double.toString(bound), (long) (answered * Math.min(1, bound / slowness / 0.2)));
        }
        return within;
    }

    private AnalysisView look() {
        now = now.plusSeconds(2);
        AnalysisView view = look(KEY, new Analyses.Moment(now, waitingSince, true));
        written = view.status();
        return view;
    }

    private AnalysisView look(AnalysisKey key, Analyses.Moment moment) {
        return analyses.look(key, plan, new Analyses.Scene(arms, written, moment, (_, _, _) -> Optional.empty()));
    }

    private Judgement serve(int blocks, long candidateFailed, long candidateSpam) {
        Judgement judgement = look().judgement();
        for (int i = 0; i < blocks && !(judgement instanceof Judgement.Bad); i++) {
            servers.serve("s", 90, 0, 30);
            servers.serve("c", 12, candidateFailed, candidateSpam);
            judgement = look().judgement();
        }
        return judgement;
    }

    @Test
    void passesACandidateThatIsLikeStable() {
        assertInstanceOf(Judgement.Good.class, serve(600, 0, 4));
        assertEquals("Pass", written == null ? null : written.verdict());
    }

    @Test
    void takesBackACandidateThatFailsMore() {
        serve(5, 0, 4);
        Judgement judgement = serve(15, 2, 4);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertTrue(judgement.message().contains("errors"), judgement.message());
    }

    @Test
    void takesBackACandidateThatDecidesDifferently() {
        serve(3, 0, 4);
        Judgement judgement = serve(60, 0, 10);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertTrue(judgement.message().contains("label"), judgement.message());
    }

    @Test
    void toleratesAsMuchSlownessAsPodsOfOneRevisionDifferBy() {
        servers.slowness.put("c", 1.15);
        assertInstanceOf(Judgement.Good.class, serve(600, 0, 4));
    }

    @Test
    void takesBackACandidateThatIsSlowerThanTolerated() {
        servers.slowness.put("c", 1.4);
        Judgement judgement = serve(600, 0, 4);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertTrue(judgement.message().contains("slower than"), judgement.message());
        assertTrue(judgement.message().contains("(stable: than"), judgement.message());
    }

    @Test
    void takesBackACandidateThatIsATenthSlowerWhereNothingIsTolerated() {
        plan = AnalysisPlan.of(
                new AnalysisSpec(null, null, null, null, null, 0, null, null, null), null, Duration.ofMinutes(10));
        servers.slowness.put("c", 1.1);
        assertInstanceOf(Judgement.Bad.class, serve(600, 0, 4));
    }

    @Test
    void fiveFailuresInARowNeedNoStatistics() {
        serve(1, 0, 4);
        servers.serve("c", 3, 3, 0);
        assertInstanceOf(Judgement.Pending.class, look().judgement());
        servers.serve("c", 2, 2, 0);
        assertEquals(
                new Judgement.Bad("the last 5 answers of the candidate were all errors, 5 in a row abort"),
                look().judgement());
    }

    @Test
    void anOutageOfBothIsNotTheCandidates() {
        serve(1, 0, 4);
        servers.serve("s", 90, 90, 0);
        servers.serve("c", 12, 12, 0);
        assertInstanceOf(Judgement.Pending.class, look().judgement());
    }

    @Test
    void whatCannotBeReadIsNoPassAndTimeMakesItUnclear() {
        serve(600, 0, 4);
        servers.silent = Set.of("c");
        Judgement judgement = look().judgement();
        assertInstanceOf(Judgement.Pending.class, judgement);
        assertTrue(judgement.message().contains("does not answer"), judgement.message());
        waitingSince = Optional.of(now.minus(Duration.ofMinutes(11)));
        assertInstanceOf(Judgement.Unclear.class, look().judgement());
    }

    @Test
    void rule14_nothingGoesForwardWhileTheCountersCannotBeRead() {
        serve(600, 0, 4);
        servers.silent = Set.of("c");
        for (int i = 0; i < Analyses.PATIENCE; i++) {
            assertInstanceOf(Judgement.Pending.class, look().judgement());
        }
        Judgement judgement = look().judgement();
        assertInstanceOf(Judgement.Unmeasured.class, judgement);
        assertTrue(judgement.message().contains("does not answer"), judgement.message());
        servers.silent = Set.of();
        assertInstanceOf(Judgement.Good.class, look().judgement());
    }

    @Test
    void whatAServerShowsLateIsCountedAsIfItHadShownItInTime() {
        serve(1, 0, 4);
        servers.silent = Set.of("c");
        servers.serve("c", 5, 5, 0);
        look();
        servers.silent = Set.of();
        assertInstanceOf(Judgement.Bad.class, look().judgement());
    }

    @Test
    void rule14_oneServerOfSeveralThatShowsNothingBlindsNobodyForLong() {
        arms = new Analyses.Arms(
                List.of(ARMS.stable().getFirst(), new PodAddress("dead", "10.0.0.3", 8000)), ARMS.candidate());
        serve(1, 0, 4);
        servers.silent = Set.of("dead");
        assertInstanceOf(Judgement.Bad.class, serve(30, 12, 0));
        assertInstanceOf(Judgement.Bad.class, look().judgement());
    }

    @Test
    void aMetricThatIsAddedOnTheWayIsMeasuredFromThenOn() {
        var errorsAlone =
                new AnalysisSpec(List.of(AnalysisMetric.ERROR_RATE), null, null, null, null, null, null, null, null);
        plan = AnalysisPlan.of(errorsAlone, null, Duration.ofMinutes(10));
        serve(3, 0, 4);
        plan = PLAN;
        Judgement judgement = serve(60, 0, 10);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertTrue(judgement.message().contains("label"), judgement.message());
    }

    @Test
    void aClockThatIsSetBackBlindsNobody() {
        serve(1, 0, 4);
        now = now.minus(Duration.ofHours(1));
        servers.serve("c", 5, 5, 0);
        assertInstanceOf(Judgement.Bad.class, look().judgement());
    }

    @Test
    void whatNobodyLooksAtIsForgotten() {
        serve(600, 0, 4);
        now = now.plus(Duration.ofMinutes(11));
        var other = new AnalysisKey("other", "models", "other", KEY.stable(), KEY.candidate(), START);
        look(other, new Analyses.Moment(now, Optional.empty(), true));
        written = null;
        assertInstanceOf(Judgement.Pending.class, look().judgement());
    }

    @Test
    void silenceIsNoPass() {
        look();
        assertInstanceOf(Judgement.Pending.class, look().judgement());
        waitingSince = Optional.of(now.minus(Duration.ofMinutes(11)));
        assertInstanceOf(Judgement.Unclear.class, look().judgement());
    }

    @Test
    void aRestartedOperatorGoesOnFromWhatWasWritten() {
        serve(600, 0, 4);
        analyses = new Analyses(servers, NOBODY);
        Judgement judgement = look().judgement();
        assertInstanceOf(Judgement.Good.class, judgement, judgement.message() + "\n" + written);
    }

    @Test
    void anotherTryBeginsAnew() {
        serve(600, 0, 4);
        AnalysisKey retry = new AnalysisKey(
                KEY.uid(), KEY.namespace(), KEY.name(), KEY.stable(), KEY.candidate(), now.plusSeconds(60));
        Judgement judgement = look(retry, new Analyses.Moment(now.plusSeconds(61), Optional.empty(), true))
                .judgement();
        assertInstanceOf(Judgement.Pending.class, judgement);
    }

    @Test
    void evidenceAloneIsSeldomWritten() {
        serve(2, 0, 4);
        int changes = 0;
        for (int i = 0; i < 30; i++) {
            AnalysisStatus before = written;
            serve(1, 0, 4);
            changes += String.valueOf(written).equals(String.valueOf(before)) ? 0 : 1;
        }
        assertTrue(changes >= 1 && changes <= 5, changes + " changes in two minutes");
    }

    @Test
    void looksNoMoreOftenThanABlockIsLong() {
        serve(1, 0, 4);
        var moment = new Analyses.Moment(now, Optional.empty(), true);
        AnalysisView one = look(KEY, moment);
        servers.serve("c", 50, 50, 0);
        assertSame(one, look(KEY, moment));
    }

    @Test
    void aModelWithoutLabelsIsNotComparedByThem() {
        AnalysisPlan plan = AnalysisPlan.of(DEFAULTS, ModelTask.EMBEDDING, Duration.ofMinutes(1));
        assertEquals(Set.of(Metric.ERROR_RATE, Metric.LATENCY), plan.criteria().keySet());
    }
}
