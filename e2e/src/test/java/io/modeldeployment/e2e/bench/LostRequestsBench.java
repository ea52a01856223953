package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.fixture.DeployedModel;
import io.modeldeployment.e2e.fixture.EndToEnd;
import io.modeldeployment.e2e.fixture.Eventually;
import io.modeldeployment.e2e.fixture.Given;
import io.modeldeployment.e2e.fixture.OperatorPod;
import io.modeldeployment.e2e.fixture.PublicGateway;
import io.modeldeployment.e2e.fixture.SpamModel;
import io.modeldeployment.e2e.load.Connections;
import io.modeldeployment.e2e.load.LoadClient;
import io.modeldeployment.e2e.load.LoadPlan;
import io.modeldeployment.e2e.load.LoadReport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Counts the requests that users lose over many rollouts of each kind, on new connections and on kept ones at the same time. */
@EndToEnd
class LostRequestsBench {
    private static final int ROLLOUTS = BenchSettings.number("ROLLOUTS", 20);
    /** So few that answers soon come from the cache: what is lost by a rollout is looked for, not what the processor can do. */
    private static final int TEXTS = 20;

    private static final int HALF = 50;
    private static final int DRAIN_SECONDS = 5;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String STRATEGY =
            "{canary: {abortScaleDownDelaySeconds: 0, steps: [{setWeight: 50}, {pause: {duration: 3s}}]}}";

    /** Three revisions that answer well. */
    private static final List<Version> VERSIONS = List.of(
            Version.of(SpamModel.V1),
            Version.of(SpamModel.V2),
            Version.of(SpamModel.V1).called("spam-3"));

    @FunctionalInterface
    private interface Rollout {
        void run(DeployedModel model, int round);
    }

    /** How users come to the model. */
    private enum Way {
        SERVICE,
        GATEWAY;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private FigureTable table = FigureTable.of(
            "Requests that users lost, %d a second on new connections and as many on kept ones"
                    .formatted(BenchSettings.RATE),
            "rollouts of",
            "through the",
            "rollouts",
            "s each",
            "new: requests",
            "new: failed",
            "kept: requests",
            "kept: failed",
            "sent again",
            "p99 ms");

    @Test
    void lostRequests(Given given) {
        measure(given, "promote", LostRequestsBench::promote);
        measure(given, "abort, retry", LostRequestsBench::abort);
        measure(given, "spec reverted", LostRequestsBench::revert);
        measure(given, "V1, V2, V3", LostRequestsBench::goOn);
        var operator = OperatorPod.of(given.cluster());
        measure(given, "operator killed", (model, round) -> kill(model, round, operator));
        System.out.println(table.text());
    }

    /** Both ways at the same time, each with a model of its own. */
    private void measure(Given given, String name, Rollout rollout) {
        // Not in the common pool, whose only thread on two cores the Kubernetes client needs.
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<Void>> ways = Arrays.stream(Way.values())
                    .map(way -> CompletableFuture.runAsync(() -> measure(given, name, way, rollout), threads))
                    .toList();
            ways.forEach(CompletableFuture::join);
        }
    }

    private static void promote(DeployedModel model, int round) {
        model.when().theSpecBecomes(VERSIONS.get((round + 1) % 2).patch());
        model.then().theNewRevisionTakesOver();
    }

    private static void abort(DeployedModel model, int round) {
        if (round == 0) {
            model.when().theSpecBecomes(VERSIONS.get(1).patch());
        } else {
            model.when().aPersonAsksFor("retry");
        }
        model.then().itPausesAtWeight(HALF);
        model.when().aPersonAsksFor("abort");
        model.then().theOldRevisionIsBack("Requested");
    }

    private static void revert(DeployedModel model, int round) {
        model.when().theSpecBecomes(VERSIONS.get(1).patch());
        model.then().itPausesAtWeight(HALF);
        model.when().theSpecBecomes(VERSIONS.get(0).patch());
        model.then().theOldRevisionServes();
    }

    private static void goOn(DeployedModel model, int round) {
        model.when().theSpecBecomes(VERSIONS.get((2 * round + 1) % 3).patch());
        model.then().itPausesAtWeight(HALF);
        model.when().theSpecBecomes(VERSIONS.get((2 * round + 2) % 3).patch());
        model.then().theNewRevisionTakesOver();
    }

    private static void kill(DeployedModel model, int round, OperatorPod operator) {
        model.when().theSpecBecomes(VERSIONS.get((round + 1) % 2).patch());
        model.then().itPausesAtWeight(HALF);
        // Another pod each time: the kubelet would start the same one again only after minutes.
        operator.isDeletedWithoutGrace();
        model.then().theNewRevisionTakesOver();
    }

    private void measure(Given given, String name, Way way, Rollout rollout) {
        BenchSettings.say(name + ", through the " + way.word());
        DeployedModel model = served(given, way, "lost-" + way.word());
        var bodies = BenchSettings.bodies(given, TEXTS);
        long begun = System.nanoTime();
        int done = 0;
        LoadReport fresh;
        LoadReport kept;
        LoadPlan plan =
                way == Way.GATEWAY ? model.planThroughTheGateway(bodies) : LoadPlan.of(model.predictUrl(), bodies);
        try (var onNew = users(plan, Connections.NEW);
                var onKept = users(plan, Connections.KEPT)) {
            Eventually.within(LIMIT, "answers to the users", () -> onNew.tally().requests() > BenchSettings.RATE);
            done = rounds(model, rollout);
            fresh = onNew.stop();
            kept = onKept.stop();
        } finally {
            given.isOver(model);
        }
        add(List.of(name, way.word()), done, (System.nanoTime() - begun) / 1e9, List.of(fresh, kept));
    }

    private static DeployedModel served(Given given, Way way, String name) {
        if (way == Way.SERVICE) {
            return given.serves(name, VERSIONS.get(0).spec(1, STRATEGY));
        }
        String traffic = PublicGateway.traffic(given.namespace(), name, DRAIN_SECONDS);
        DeployedModel model = given.serves(name, VERSIONS.get(0).spec(1, STRATEGY, traffic));
        model.itAnswersThroughTheGateway();
        return model;
    }

    private static LoadClient users(LoadPlan plan, Connections connections) {
        return LoadClient.start(plan.with(connections).at(BenchSettings.RATE));
    }

    /** How many came to the end they should; after one that did not, what would follow means nothing. */
    private static int rounds(DeployedModel model, Rollout rollout) {
        for (int round = 0; round < ROLLOUTS; round++) {
            try {
                rollout.run(model, round);
            } catch (AssertionError e) {
                BenchSettings.say("rollout " + (round + 1) + " did not end as it should: " + e.getMessage());
                return round;
            }
        }
        return ROLLOUTS;
    }

    private synchronized void add(List<String> names, int done, double seconds, List<LoadReport> reports) {
        reports.stream()
                .filter(report -> !report.failures().isEmpty())
                .forEach(report -> BenchSettings.say(report.describeFailures()));
        table = table.plus(
                names.get(0),
                names.get(1),
                done,
                seconds / Math.max(1, done),
                reports.get(0).requests(),
                reports.get(0).failures().size(),
                reports.get(1).requests(),
                reports.get(1).failures().size(),
                reports.get(1).repeats(),
                reports.get(0).latencyAt(99).toMillis());
        table.writeTo(BenchSettings.OUTPUT, "rollouts-lost");
    }
}
