package io.modeldeployment.operator.verdict.bench;

import io.modeldeployment.operator.verdict.Chance;
import io.modeldeployment.operator.verdict.bench.Scenario.Behaviour;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** How often good candidates are taken back, and how soon bad ones are: by our verdicts and by fixed thresholds. */
public final class RolloutStatistics {
    private static final int GOOD_RUNS = 1_000;
    private static final int BAD_RUNS = 200;
    private static final Behaviour MODEL = new Behaviour(0.001, Latency.SHORT_TEXTS, 0.7);
    private static final Latency SOME_LONG_TEXTS = Latency.SHORT_TEXTS.some(0.1, 2);

    private final PrintStream out;
    private final List<String> json = new ArrayList<>();

    private RolloutStatistics(PrintStream out) {
        this.out = out;
    }

    /** Prints the table; the first argument names the JSON file to write. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1) {
            throw new IllegalArgumentException(
                    "name the JSON file to write, such as build/bench/rollouts-statistics.json");
        }
        var statistics = new RolloutStatistics(System.out);
        statistics.measure();
        Path file = Path.of(arguments[0]).toAbsolutePath();
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, "[\n  " + String.join(",\n  ", statistics.json) + "\n]\n");
    }

    private void measure() {
        out.println("A canary at 10, 20, … 90 %, a minute each; simulated with fixed seeds.");
        out.println("passed: went through and known to be good. requests: of the candidate until the abort, median.");
        out.println("users: those requests as a share of all of a whole rollout, median.");
        head("GOOD CANDIDATES, %,d rollouts each: an abort is a false alarm".formatted(GOOD_RUNS));
        for (Scenario good : good()) {
            for (Traffic traffic : List.of(
                    new Traffic("low, 2/s", 2, false, false, 0, 0),
                    new Traffic("bursty, 20/s", 20, true, false, 0, 0),
                    new Traffic("diurnal, 50/s", 50, false, true, 0, 0))) {
                line(good.under(traffic), GOOD_RUNS);
            }
        }
        head("OUTSIDE THE ASSUMPTIONS, %,d rollouts each: good candidates, each revision wavering by itself"
                .formatted(GOOD_RUNS));
        for (double jitter : new double[] {0.1, 0.2, 0.4}) {
            var wavering = new Traffic("50/s, by %.1f".formatted(jitter), 50, false, false, jitter, 0);
            line(same("same, errors 1 %", MODEL.errors(0.01)).under(wavering), GOOD_RUNS);
        }
        head("PODS, %,d rollouts each: good candidates, each revision's pods faster or slower for half a minute"
                .formatted(GOOD_RUNS));
        for (double luck : new double[] {0.05, 0.1, 0.15}) {
            var pods = new Traffic("50/s, by %.2f".formatted(luck), 50, false, false, 0, luck);
            line(same("same, errors 0.1 %", MODEL).under(pods), GOOD_RUNS);
        }
        head("BAD CANDIDATES, %,d rollouts each: an abort is right".formatted(BAD_RUNS));
        for (Scenario bad : bad()) {
            line(bad.under(Traffic.steady(5)), BAD_RUNS);
            line(bad.under(Traffic.steady(50)), BAD_RUNS);
        }
    }

    private static List<Scenario> good() {
        return List.of(
                same("same, errors 0.1 %", MODEL),
                same("same, errors 1 %", MODEL.errors(0.01)),
                same("same, errors 5 %", MODEL.errors(0.05)),
                bad("as slow as tolerated, x 1.15", MODEL, MODEL.latency(Latency.SHORT_TEXTS.times(1.15))));
    }

    private static List<Scenario> bad() {
        Behaviour someLong = MODEL.latency(SOME_LONG_TEXTS);
        Behaviour slowOnLong = MODEL.latency(Latency.SHORT_TEXTS.some(0.1, 4));
        return List.of(
                bad("errors 0.1 -> 1 %", MODEL, MODEL.errors(0.01)),
                bad("errors 1 -> 2 %", MODEL.errors(0.01), MODEL.errors(0.02)),
                bad("errors 1 -> 3 %", MODEL.errors(0.01), MODEL.errors(0.03)),
                bad("errors 1 -> 20 %", MODEL.errors(0.01), MODEL.errors(0.2)),
                new Scenario(
                        "errors 1 -> 20 % after 5 min", MODEL.errors(0.01), MODEL.errors(0.2), 300, Traffic.steady(1)),
                bad("every answer fails", MODEL, MODEL.errors(1)),
                bad("p99 x 1.5 (slowest 5 %)", MODEL, MODEL.latency(Latency.SHORT_TEXTS.slowest(0.05, 1.5))),
                bad("latency x 1.3", MODEL, MODEL.latency(Latency.SHORT_TEXTS.times(1.3))),
                bad("3 % of answers 4 x slower", MODEL, MODEL.latency(Latency.SHORT_TEXTS.some(0.03, 4))),
                bad("long texts (10 %) 2 x slower", someLong, slowOnLong),
                bad("labels 70/30 -> 60/40", MODEL, MODEL.firstLabel(0.6)),
                bad("labels swapped", MODEL, MODEL.firstLabel(0.3)));
    }

    private static Scenario same(String name, Behaviour behaviour) {
        return bad(name, behaviour, behaviour);
    }

    private static Scenario bad(String name, Behaviour stable, Behaviour candidate) {
        return new Scenario(name, stable, candidate, 0, Traffic.steady(1));
    }

    private void head(String title) {
        out.println();
        out.println(title);
        out.printf(
                "%-30s %-14s |%-35s|%-26s|%-26s%n",
                "", "", " this project's verdicts", " success >= 95 %, 3 borne", " >= 99 %, p99 <= 0.5 s, 5");
        out.printf("%-30s %-14s |%8s", "candidate", "traffic", "passed");
        for (int i = 0; i < 3; i++) {
            out.printf("%s%8s %8s %8s ", i == 0 ? " " : "|", "aborted", "requests", "users");
        }
        out.println();
    }

    private void line(Scenario scenario, int runs) {
        Map<String, Supplier<Rule>> rules = new LinkedHashMap<>();
        rules.put("sequential", SequentialRule::new);
        rules.put("argo-rollouts-like", () -> new MinuteCheckRule(MinuteCheckRule.Limits.ARGO_ROLLOUTS));
        rules.put("flagger-like", () -> new MinuteCheckRule(MinuteCheckRule.Limits.FLAGGER));
        var line = new StringBuilder(
                "%-30s %-14s |".formatted(scenario.name(), scenario.traffic().name()));
        rules.forEach((name, rule) -> {
            Row row = Row.of(
                    name,
                    IntStream.range(0, runs)
                            .parallel()
                            .mapToObj(seed -> Outcome.of(scenario, rule.get(), new Chance(seed)))
                            .toList());
            json.add(row.json(scenario.name(), scenario.traffic().name()));
            line.append(name.equals("sequential") ? "%8s ".formatted(Row.percent(row.passed())) : "|")
                    .append(row.cells())
                    .append(' ');
        });
        out.println(line.toString().stripTrailing());
    }
}
