package io.modeldeployment.e2e.bench;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modeldeployment.e2e.fixture.AuditLog;
import io.modeldeployment.e2e.fixture.Cluster;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.SpamModel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Counts what the operator writes during a canary of ten weights and in the minute after it, from the API server's audit log. */
@EndToEnd
class ApiWritesBench {
    private static final int REPLICAS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final Duration REST = Duration.ofSeconds(60);

    @Test
    void writes(Given given) {
        var path = Cluster.auditLog();
        assumeTrue(path.isPresent(), "AUDIT_LOG names no file: this cluster's audit log can't be read");
        var log = new AuditLog(path.orElseThrow(), given.cluster().operatorUser(), given.namespace());
        String steps = IntStream.rangeClosed(1, 10)
                .mapToObj(step -> "{setWeight: %d}, {pause: {duration: 3s}}".formatted(10 * step))
                .collect(Collectors.joining(", "));
        DeployedModel model = given.serves(
                "counted", Version.of(SpamModel.V1).spec(REPLICAS, "{canary: {steps: [%s]}}".formatted(steps)));
        Instant begin = Instant.now();
        model.when().theSpecBecomes(Version.of(SpamModel.V2).patch());
        model.then()
                .await(
                        "the new revision alone",
                        LIMIT,
                        now -> now.serves() && !now.stable().equals(model.stableBefore()) && now.isAtRest());
        Map<String, Long> canary = log.countsSince(begin);
        Instant end = Instant.now();
        Eventually.within(
                REST.plusSeconds(10), "a minute to pass", () -> end.plus(REST).isBefore(Instant.now()));
        report(canary, Duration.between(begin, end), log.countsSince(end));
    }

    private static void report(Map<String, Long> canary, Duration took, Map<String, Long> rest) {
        FigureTable table = FigureTable.of(
                "Writes of the operator: a canary of ten weights on %d pods (%d s), and the minute of rest after it"
                        .formatted(REPLICAS, took.toSeconds()),
                "verb and kind",
                "canary",
                "at rest");
        for (var entry : canary.entrySet()) {
            table = table.plus(entry.getKey(), entry.getValue(), rest.getOrDefault(entry.getKey(), 0L));
        }
        table = table.plus("all", sum(canary), sum(rest));
        table.writeTo(BenchSettings.OUTPUT, "rollouts-writes");
        System.out.println(table.text());
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
