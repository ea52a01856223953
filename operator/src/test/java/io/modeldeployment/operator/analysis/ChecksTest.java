package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.AnalysisSpec;
import io.modeldeployment.api.v1.AnalysisStatus;
import io.modeldeployment.api.v1.CheckStatus;
import io.modeldeployment.operator.rollout.Judgement;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import io.modeldeployment.operator.verdict.PodReading;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fixed limits on what the candidate's servers count. */
class ChecksTest {
    private static final Gauges NOBODY = (_, _) -> new Reading.None("nobody is asked");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final AnalysisKey KEY = new AnalysisKey(
            "uid", "models", "spam", new RevisionHash("aaaaaaaaaa"), new RevisionHash("bbbbbbbbbb"), START);
    private static final Analyses.Arms ARMS =
            new Analyses.Arms(List.of(), List.of(new PodAddress("c", "10.0.0.2", 8000)));
    private static final String ERRORS = """
            {name: errors, metric: ErrorRate, max: 5%, interval: 10s, count: 2,
              failureLimit: 1, consecutiveErrorLimit: 2}
            """;

    private Analyses analyses = new Analyses(this::read, NOBODY);
    private Instant now = START;
    private Optional<Instant> waitingSince = Optional.empty();
    private boolean measures = true;
    private @Nullable AnalysisStatus written;
    private String check = ERRORS;
    private final Set<String> wantedJobs = new HashSet<>();
    private Optional<Reading> jobEnded = Optional.empty();
    private final Jobs jobs = (name, _, _) -> {
        wantedJobs.add(name);
        return jobEnded;
    };
    private long requests;
    private long failed;
    private long slow;
    private long eachSlow;

    private PodReading read(PodAddress pod) {
        long answered = requests - failed;
        return new PodReading(Map.of(
                Metric.ERROR_RATE, new ArmCounts(requests, Map.of("", failed)),
                Metric.LATENCY, new ArmCounts(answered, Map.of("0.1", answered - slow, "1.0", answered))));
    }

    private Judgement look() {
        AnalysisPlan plan = AnalysisPlan.of(
                Serialization.unmarshal("metrics: []\nchecks: [" + check + "]", AnalysisSpec.class),
                null,
                Duration.ofMinutes(10));
        AnalysisView view = analyses.look(
                KEY, plan, new Analyses.Scene(ARMS, written, new Analyses.Moment(now, waitingSince, measures), jobs));
        written = view.status();
        return view.judgement();
    }

    /** So many seconds, in each pair of which the candidate serves so much. */
    private Judgement serve(int seconds, int each, int eachFailed) {
        Judgement judgement = look();
        for (int i = 0; i < seconds; i += 2) {
            now = now.plusSeconds(2);
            requests += each;
            failed += eachFailed;
            slow += eachSlow;
            judgement = look();
        }
        return judgement;
    }

    private CheckStatus status() {
        return Objects.requireNonNull(Objects.requireNonNull(written).checks()).getFirst();
    }

    @Test
    void passesAfterSoManyGoodMeasurements() {
        assertInstanceOf(Judgement.Pending.class, serve(18, 20, 0));
        assertInstanceOf(Judgement.Good.class, serve(4, 20, 0));
        assertEquals("Pass", status().verdict());
        assertEquals("0%", status().value());
    }

    @Test
    void takesTheCandidateBackAfterOneFailureMoreThanIsBorne() {
        assertInstanceOf(Judgement.Pending.class, serve(12, 20, 2));
        assertEquals(1, status().failures());
        Judgement judgement = serve(10, 20, 2);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertEquals("check errors: 2 measurements not at most 5%, 1 is borne; the last was 10%", judgement.message());
        assertEquals("Fail", status().verdict());
    }

    @Test
    void rule14_withoutRequestsItIsNotMeasuredThenInconclusiveAndNeverAPass() {
        assertInstanceOf(Judgement.Pending.class, serve(8, 0, 0));
        Judgement unmeasured = serve(4, 0, 0);
        assertInstanceOf(Judgement.Unmeasured.class, unmeasured);
        assertTrue(unmeasured.message().contains("answered no request in the last 10 s"), unmeasured.message());
        assertInstanceOf(Judgement.Unclear.class, serve(30, 0, 0));
        assertEquals(0, status().failures());
        assertEquals(3, status().consecutiveErrors());
        assertInstanceOf(Judgement.Pending.class, serve(10, 20, 0));
        assertInstanceOf(Judgement.Good.class, serve(10, 20, 0));
    }

    @Test
    void nothingIsMeasuredBeforeTheCandidateHasTraffic() {
        measures = false;
        assertInstanceOf(Judgement.Pending.class, serve(120, 0, 0));
        assertEquals(0, status().consecutiveErrors());
    }

    @Test
    void aStepWaitsForMeasurementsOfItsOwnButFailuresStay() {
        serve(12, 20, 2);
        assertInstanceOf(Judgement.Good.class, serve(20, 20, 0));
        now = now.plusSeconds(2);
        waitingSince = Optional.of(now);
        assertInstanceOf(Judgement.Pending.class, look());
        assertInstanceOf(Judgement.Good.class, serve(22, 20, 0));
        assertEquals(1, status().failures());
        assertInstanceOf(Judgement.Bad.class, serve(22, 20, 2));
    }

    @Test
    void aStepThatTakesTooLongIsInconclusive() {
        check = ERRORS.replace("count: 2", "count: 1000");
        waitingSince = Optional.of(now);
        Judgement judgement = serve(602, 20, 0);
        assertInstanceOf(Judgement.Unclear.class, judgement);
        assertTrue(judgement.message().contains("no verdict within 600 s"), judgement.message());
    }

    @Test
    void aRestartedOperatorRemembersFailuresAndErrors() {
        serve(12, 20, 2);
        analyses = new Analyses(this::read, NOBODY);
        assertInstanceOf(Judgement.Pending.class, look());
        assertEquals(1, status().failures());
        serve(20, 0, 0);
        assertTrue(Objects.requireNonNull(status().error()).contains("no request"), status().toString());
        int errors = Objects.requireNonNull(status().consecutiveErrors());
        assertTrue(errors > 0);
        analyses = new Analyses(this::read, NOBODY);
        look();
        assertEquals(errors, status().consecutiveErrors());
        assertInstanceOf(Judgement.Bad.class, serve(30, 20, 2));
    }

    @Test
    void aLimitThatIsChangedBeginsAnew() {
        serve(12, 20, 2);
        check = ERRORS.replace("5%", "50%");
        serve(2, 20, 2);
        assertInstanceOf(Judgement.Good.class, serve(40, 20, 2));
        assertEquals(0, status().failures());
    }

    @Test
    void latencyIsMeasuredOverTheAnswersSinceTheLastMeasurement() {
        check = "{name: p95, metric: LatencyP95, max: 500ms, interval: 10s, count: 1}";
        assertInstanceOf(Judgement.Good.class, serve(12, 100, 0));
        eachSlow = 50;
        Judgement judgement = serve(12, 100, 0);
        assertInstanceOf(Judgement.Bad.class, judgement);
        assertTrue(judgement.message().contains("ms"), judgement.message());
    }

    @Test
    void countsOfACheckAreWrittenAtOnceAndNothingElseIs() {
        serve(12, 20, 0);
        AnalysisStatus before = written;
        serve(6, 20, 0);
        assertEquals(before, written);
        serve(4, 20, 20);
        assertTrue(!Objects.equals(before, written));
    }

    @Test
    void othersAreAskedBesideTheReconciliationAndTheirNumbersTakenInLater() {
        var asked = Collections.synchronizedSet(new HashSet<String>());
        var answer = new CompletableFuture<Reading>();
        analyses = new Analyses(this::read, (source, placeholders) -> {
            asked.add(placeholders.fill("{{namespace}}/{{name}}-{{candidate}}, not {{stable}}: ") + source);
            return answer.join();
        });
        check = """
                {name: score, min: '0.9', interval: 10s, count: 1,
                  prometheus: {url: 'http://prometheus:9090', query: 'score'}}
                """;
        assertInstanceOf(Judgement.Pending.class, serve(20, 20, 0));
        answer.complete(new Reading.Value(0.95));
        for (int i = 0; i < 10_000 && !(look() instanceof Judgement.Good); i++) {
            now = now.plusSeconds(1);
            Thread.onSpinWait();
        }
        assertEquals("0.95", status().value());
        assertEquals(
                Set.of("models/spam-bbbbbbbbbb, not aaaaaaaaaa: "
                        + new Check.Source.Prometheus("http://prometheus:9090", "score")),
                asked);
    }

    @Test
    void rule14_aProviderThatIsDownHoldsThenAsksAPersonAndComesBack() {
        var reading = new AtomicReference<Reading>(new Reading.None("Prometheus answered 400: parse error"));
        analyses = new Analyses(this::read, (_, _) -> Objects.requireNonNull(reading.get()), new DirectExecutor());
        check = """
                {name: score, min: '0.9', interval: 10s, count: 1, consecutiveErrorLimit: 1,
                  web: {url: 'http://a.example/b'}}
                """;
        Judgement held = serve(14, 20, 0);
        assertInstanceOf(Judgement.Unmeasured.class, held);
        assertEquals("check score: Prometheus answered 400: parse error", held.message());
        assertEquals("Prometheus answered 400: parse error", status().error());
        assertInstanceOf(Judgement.Unclear.class, serve(10, 20, 0));
        reading.set(new Reading.Value(1));
        assertInstanceOf(Judgement.Good.class, serve(10, 20, 0));
        assertEquals(null, status().error());
    }

    @Test
    void aMeasurementThatIsNotDoneIsNotBegunAgain() {
        var asked = new AtomicInteger();
        analyses = new Analyses(this::read, (_, _) -> {
            asked.incrementAndGet();
            return new CompletableFuture<Reading>().join();
        });
        check = "{name: score, min: '0.9', interval: 5s, web: {url: 'http://a.example/b'}}";
        serve(600, 20, 0);
        analyses.forget(KEY.uid());
        assertTrue(asked.get() <= 1, asked + " measurements at once");
    }

    @Test
    void aJobRunsOnceAndItsEndStands() {
        check = "{name: smoke, job: {image: a}}";
        measures = false;
        assertInstanceOf(Judgement.Pending.class, serve(20, 20, 0));
        assertEquals(Set.of(), wantedJobs);
        measures = true;
        Judgement running = serve(20, 20, 0);
        assertInstanceOf(Judgement.Pending.class, running);
        assertTrue(running.message().contains("has not ended"), running.message());
        assertEquals(1, wantedJobs.size());

        jobEnded = Optional.of(new Reading.Value(1));
        assertInstanceOf(Judgement.Good.class, serve(2, 20, 0));
        analyses = new Analyses(this::read, NOBODY);
        jobEnded = Optional.empty();
        wantedJobs.clear();
        waitingSince = Optional.of(now);
        assertInstanceOf(Judgement.Good.class, serve(20, 20, 0));
        assertEquals(Set.of(), wantedJobs);
    }

    @Test
    void aJobThatRunsIsWantedInEveryPass() {
        check = "{name: smoke, job: {image: a}}";
        serve(10, 20, 0);
        wantedJobs.clear();
        look();
        assertEquals(1, wantedJobs.size(), "a job that nobody wants is ended");
        measures = false;
        wantedJobs.clear();
        look();
        assertEquals(1, wantedJobs.size());
    }

    @Test
    void aJobThatFailsOrDoesNotEndIsNoPass() {
        check = "{name: smoke, job: {image: a}}";
        jobEnded = Optional.of(new Reading.Value(0));
        Judgement failed = serve(2, 20, 0);
        assertInstanceOf(Judgement.Bad.class, failed);
        assertTrue(failed.message().startsWith("check smoke: the job spam-smoke-"), failed.message());

        analyses = new Analyses(this::read, NOBODY);
        written = null;
        jobEnded = Optional.of(new Reading.None("the job did not end within 600 s"));
        Judgement open = serve(2, 20, 0);
        assertEquals(new Judgement.Unclear("check smoke: the job did not end within 600 s"), open);
    }

    @Test
    void jobsOfOtherTriesAndOtherChecksHaveOtherNames() {
        check = "{name: smoke, job: {image: a}}";
        serve(2, 20, 0);
        check = "{name: smoke, job: {image: b}}";
        serve(2, 20, 0);
        assertEquals(2, wantedJobs.size());
        assertTrue(wantedJobs.stream().allMatch(name -> name.matches("spam-smoke-[0-9a-f]{10}")), wantedJobs::toString);
    }
}
