package io.modeldeployment.e2e.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.modeldeployment.api.v1.RolloutStage;
import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.load.LoadClient;
import io.modeldeployment.e2e.load.LoadPlan;
import io.modeldeployment.e2e.watch.Sighting;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Rolls out good and bad candidates under load and reports what caught each, and how many users it had by then. A candidate counts
 * as caught only when the operator's status says so. Then the same candidate goes through its steps with nothing but the health
 * gate, and what rules with fixed limits make of its counters is computed from those.
 */
@EndToEnd
class BadCandidatesBench {
    private static final Duration LIMIT = Duration.ofSeconds(300);
    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final int TEXT = 400;
    private static final int PLANNED_SECONDS = 180;
    private static final String STRATEGY = """
            {canary: {abortScaleDownDelaySeconds: 0,
              analysis: {minEffect: {errorRate: 0.5, labelDrift: 3}},
              steps: [{setWeight: 33}, {pause: {duration: 90s}}, {setWeight: 50}, {pause: {duration: 90s}}]}}""";
    private static final String UNJUDGED = """
            evaluation: null
            strategy: {canary: {analysis: null,
              steps: [{setWeight: 33}, {pause: {duration: 20s}}, {setWeight: 50}, {pause: {duration: 20s}}]}}""";
    private static final String EVALUATION = "evaluation: {goldenSet: {configMapRef: {name: golden}}}\n";

    @Test
    void badCandidates(Given given) {
        createGoldenSet(given);
        Pattern wanted =
                Pattern.compile(Optional.ofNullable(System.getenv("CANDIDATES")).orElse(""));
        FigureTable table = FigureTable.of(
                "Candidates judged on the cluster, " + BenchSettings.RATE + " requests/s, two steps of 90 s",
                "candidate",
                "taken back by",
                "after s",
                "its requests",
                "% of users'",
                FixedLimits.ARGO_ROLLOUTS.name(),
                FixedLimits.FLAGGER.name(),
                "said");
        for (BadCandidate candidate : BadCandidate.all()) {
            if (wanted.matcher(candidate.name()).find()) {
                BenchSettings.say(candidate.name());
                table = table.plus(judged(given, candidate));
                table.writeTo(BenchSettings.OUTPUT, "rollouts-candidates");
            }
        }
        System.out.println(table.text());
    }

    private static void createGoldenSet(Given given) {
        Map<String, String> labels = given.testMails().all().stream()
                .filter(mail -> !mail.text().isBlank())
                .collect(Collectors.toMap(
                        mail -> mail.text()
                                .strip()
                                .substring(0, Math.min(TEXT, mail.text().strip().length())),
                        mail -> mail.label(),
                        (a, b) -> a));
        String lines = labels.entrySet().stream()
                .map(mail -> line(mail.getKey(), mail.getValue()))
                .collect(Collectors.joining("\n"));
        given.cluster()
                .client()
                .resource(new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName("golden")
                        .withNamespace(given.namespace())
                        .endMetadata()
                        .addToData("golden-set.jsonl", lines)
                        .build())
                .create();
    }

    private static String line(String text, String label) {
        try {
            return new ObjectMapper().writeValueAsString(Map.of("text", text, "label", label));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object[] judged(Given given, BadCandidate candidate) {
        String spec = candidate.stable().spec(2, STRATEGY.strip()) + (candidate.asked() ? EVALUATION : "");
        DeployedModel model = given.serves("judged", spec);
        var plan = LoadPlan.of(model.predictUrl(), BenchSettings.bodies(given, 20_000))
                .at(BenchSettings.RATE);
        try (var users = LoadClient.start(plan);
                var counters = CounterLog.of(model)) {
            Eventually.within(LIMIT, "answers to the users", () -> users.tally().requests() > 5 * BenchSettings.RATE);
            return new Trial(candidate, model, counters).row();
        } finally {
            given.isOver(model);
        }
    }

    /** One candidate's way, first judged and then not. */
    private record Trial(BadCandidate candidate, DeployedModel model, CounterLog counters) {
        Object[] row() {
            Instant begin = Instant.now();
            model.when().theSpecBecomes(candidate.next().patch());
            String revision = model.then().aRolloutIsUnderWay().candidate().orElseThrow();
            Optional<Sighting> end = end();
            long requests = counters.since(begin, revision).requests();
            double share = 100.0 * requests / (BenchSettings.RATE * PLANNED_SECONDS);
            double seconds = end.map(last -> seconds(begin, last)).orElse(Double.NaN);
            String by = end.map(Trial::whatCaught).orElse("nothing in time");
            String said = end.map(Sighting::message).orElse("");
            List<Counted> checks = end.filter(Trial::isTakenBack).isPresent()
                    ? unjudged(revision)
                    : counters.checks(begin, revision, CHECK);
            return new Object[] {
                candidate.name(),
                by,
                seconds,
                requests,
                share,
                rule(FixedLimits.ARGO_ROLLOUTS, checks),
                rule(FixedLimits.FLAGGER, checks),
                said
            };
        }

        private Optional<Sighting> end() {
            try {
                return Optional.of(model.then()
                        .await(
                                "an end of the rollout",
                                LIMIT,
                                now -> isTakenBack(now) || isPromoted(now) || waits(now)));
            } catch (AssertionError e) {
                BenchSettings.say(String.valueOf(e.getMessage()));
                return Optional.empty();
            }
        }

        private boolean isPromoted(Sighting now) {
            return now.serves() && now.stage().equals(Optional.of(RolloutStage.STABLE));
        }

        private static boolean isTakenBack(Sighting now) {
            return now.stage().equals(Optional.of(RolloutStage.FAILED));
        }

        /** A person is asked, since it is not clear. */
        private static boolean waits(Sighting now) {
            return now.message().toLowerCase(Locale.ROOT).contains("inconclusive");
        }

        /** From the candidate's first traffic on; from the begin where it had none. */
        private double seconds(Instant begin, Sighting end) {
            Instant from = model.watch().history().stream()
                    .filter(seen -> seen.at().isAfter(begin) && seen.observedWeight() > 0)
                    .map(Sighting::at)
                    .findFirst()
                    .orElse(begin);
            return Duration.between(from, end.at()).toMillis() / 1e3;
        }

        private static String whatCaught(Sighting end) {
            if (!isTakenBack(end)) {
                return waits(end) ? "asks a person" : "nothing: promoted";
            }
            String reason =
                    end.condition("Stalled").map(stalled -> stalled.getReason()).orElse("?");
            String metrics = end
                    .status()
                    .map(status -> status.analysis())
                    .map(analysis -> analysis.metrics())
                    .orElse(List.of())
                    .stream()
                    .filter(metric -> metric.verdict().equals("Fail"))
                    .map(metric -> metric.name())
                    .collect(Collectors.joining(", "));
            return metrics.isEmpty() ? reason : reason + ": " + metrics;
        }

        /** The same again without evaluation and analysis; ends where the health gate ends it, or with the promotion. */
        private List<Counted> unjudged(String revision) {
            model.when().theSpecBecomes(UNJUDGED);
            Instant begin = Instant.now();
            model.when().aPersonAsksFor("retry");
            try {
                model.then().aRolloutIsUnderWay();
                end();
            } catch (AssertionError e) {
                BenchSettings.say(String.valueOf(e.getMessage()));
            }
            return counters.checks(begin, revision, CHECK);
        }

        private static String rule(FixedLimits rule, List<Counted> checks) {
            return checks.isEmpty() ? "no request to judge by" : rule.verdict(checks);
        }
    }
}
