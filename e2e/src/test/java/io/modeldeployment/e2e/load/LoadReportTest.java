package io.modeldeployment.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.e2e.load.Call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoadReportTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static Call call(int second, Outcome outcome) {
        return new Call(START.plusSeconds(second), Duration.ofMillis(second), false, outcome);
    }

    private static Call answered(int second, String body) {
        return call(second, new Outcome.Answered(200, body));
    }

    @Test
    void everythingButA200IsAFailureWithItsCause() {
        var report = new LoadReport(List.of(
                answered(1, "a"),
                call(2, new Outcome.Answered(503, "draining")),
                call(3, new Outcome.Broken("ConnectException: refused"))));
        assertEquals(2, report.failures().size());
        assertTrue(report.describeFailures().contains("HTTP 503 draining"), report::describeFailures);
        assertTrue(report.describeFailures().contains("ConnectException: refused"), report::describeFailures);
    }

    @Test
    void latenciesAreTakenByTheNearestRankOfTheSuccessfulCalls() {
        var report = new LoadReport(
                IntStream.rangeClosed(1, 100).mapToObj(i -> answered(i, "")).toList());
        assertEquals(Duration.ofMillis(50), report.latencyAt(50));
        assertEquals(Duration.ofMillis(99), report.latencyAt(99));
        assertEquals(Duration.ofMillis(100), report.latencyAt(100));
        assertEquals(Duration.ZERO, new LoadReport(List.of()).latencyAt(99));
    }

    @Test
    void aShareCountsTheGoodAnswersOfItsTime() {
        var report = new LoadReport(
                List.of(answered(4, "new"), answered(1, "old"), call(2, new Outcome.Broken("")), answered(3, "old")));
        assertEquals(100.0 / 3, report.shareOf("new"::equals), 1e-9);
        assertEquals(
                50, report.between(START.plusSeconds(3), START.plusSeconds(5)).shareOf("new"::equals));
    }

    @Test
    void aFingerprintKnowsAModelByItsScores() {
        String body = "{\"predictions\":[{\"label\":\"spam\",\"score\":0.98761,\"rank\":1}],\"processing_time\":%s}";
        assertEquals(Fingerprint.of(body.formatted("0.1")), Fingerprint.of(body.formatted("0.2")));
        assertTrue(!Fingerprint.of(body.formatted("0.1"))
                .equals(Fingerprint.of(body.formatted("0.1").replace("0.9876", "0.9870"))));
    }
}
