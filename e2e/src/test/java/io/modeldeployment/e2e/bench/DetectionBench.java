package io.modeldeployment.e2e.bench;

import io.modeldeployment.api.v1.RolloutStage;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.EndpointLog;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.load.Call;
import io.modeldeployment.e2e.load.LoadClient;
import io.modeldeployment.e2e.load.LoadPlan;
import io.modeldeployment.e2e.watch.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Measures how long a candidate keeps its users once it fails hard: from the first failed answer that a user got until no endpoint
 * of the Service is the candidate's any more.
 */
@EndToEnd
class DetectionBench {
    private static final int TRIALS = BenchSettings.number("TRIALS", 20);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String STRATEGY = """
            {canary: {abortScaleDownDelaySeconds: 0, analysis: {metrics: [ErrorRate]},
              steps: [{setWeight: 50}, {pause: {duration: 60s}}]}}""";

    private FigureTable table = FigureTable.of(
            "Seconds from the first failed answer of a candidate until it has no endpoint, %d requests/s"
                    .formatted(BenchSettings.RATE),
            "the candidate",
            "trials",
            "no user met it",
            "median s",
            "p90 s",
            "longest s",
            "failed requests a trial");

    @Test
    void detection(Given given) {
        measure(given, "answers every request with 500", "fails-from_");
        measure(given, "ends its process", "ends-at_");
        System.out.println(table.text());
    }

    private void measure(Given given, String name, String fault) {
        DeployedModel model = given.serves("hard", Version.withFault("errors_0").spec(1, STRATEGY.strip()));
        var plan = LoadPlan.of(model.predictUrl(), BenchSettings.bodies(given, 2_000))
                .at(BenchSettings.RATE);
        List<Outcome> outcomes = new ArrayList<>();
        try (var users = LoadClient.start(plan);
                var endpoints = EndpointLog.of(model)) {
            Eventually.within(LIMIT, "answers to the users", () -> users.tally().requests() > BenchSettings.RATE);
            for (int trial = 0; trial < TRIALS; trial++) {
                // A revision of its own each time: pods of the last one may still be draining.
                outcomes.add(trial(model, Version.withFault(fault + (60 + trial)), users, endpoints));
                BenchSettings.say(name + ": " + outcomes.getLast());
            }
        } finally {
            given.isOver(model);
        }
        add(name, outcomes);
    }

    /**
     * What became of one candidate.
     *
     * @param seconds from the first failure that a user met until no endpoint was its own; empty when no user met one
     * @param failed requests of users
     * @param said why it was taken back
     */
    private record Outcome(Optional<Double> seconds, int failed, String said) {}

    private static Outcome trial(DeployedModel model, Version version, LoadClient users, EndpointLog endpoints) {
        model.when().theSpecBecomes(version.patch());
        String candidate = model.then().aRolloutIsUnderWay().candidate().orElseThrow();
        Sighting end = model.then()
                .await(
                        "a candidate that is taken back",
                        LIMIT,
                        now -> now.stage().equals(Optional.of(RolloutStage.FAILED)) && now.candidateWeight() == 0);
        Eventually.within(
                LIMIT,
                "the candidate's endpoints to go",
                () -> endpoints.left(candidate).isPresent());
        Instant left = endpoints.left(candidate).orElseThrow();
        Instant joined = endpoints.joined(candidate).orElseThrow();
        List<Call> failures = users.soFar().between(joined, Instant.MAX).failures();
        return new Outcome(
                failures.stream()
                        .map(call -> call.sentAt().plus(call.latency()))
                        .min(Instant::compareTo)
                        .map(first -> Math.max(0, Duration.between(first, left).toMillis() / 1e3)),
                failures.size(),
                end.message());
    }

    private void add(String name, List<Outcome> outcomes) {
        List<Double> seconds =
                outcomes.stream().flatMap(outcome -> outcome.seconds().stream()).toList();
        table = table.plus(
                name,
                outcomes.size(),
                outcomes.size() - seconds.size(),
                Sample.percentile(seconds, 50),
                Sample.percentile(seconds, 90),
                Sample.percentile(seconds, 100),
                outcomes.stream().mapToInt(Outcome::failed).average().orElse(Double.NaN));
        table.writeTo(BenchSettings.OUTPUT, "rollouts-detection");
    }
}
