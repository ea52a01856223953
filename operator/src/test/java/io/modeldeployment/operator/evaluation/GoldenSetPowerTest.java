package io.modeldeployment.operator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.operator.evaluation.Check.Result;
import io.modeldeployment.operator.verdict.PairedResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How large a golden set has to be: the table of docs/evaluation.md, simulated. */
class GoldenSetPowerTest {
    private static final int RUNS = 5_000;
    private static final int[] SIZES = {60, 100, 200, 500, 1_000, 2_000, 5_000};
    private static final Path DOCS = Path.of("../docs/evaluation.md");

    /** Shares of the texts that the candidate has wrong and stable right, and the other way round. */
    private record Difference(double worse, double better) {}

    /** Shares of the runs. */
    private record Shares(double stopped, double failed) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f %% (%.1f %%)", 100 * stopped, 100 * failed);
        }
    }

    private static final Map<String, Result> KNOWN = new HashMap<>();

    private static Result judge(int worse, int better, int size, double most) {
        return KNOWN.computeIfAbsent("%d %d %d %s".formatted(worse, better, size, most), key -> {
            Figure any = new Figure(1, 1, 1);
            var results = new PairedResults(size - worse - better, worse, better, 0);
            var pair = new PairFigures(
                    results, Figure.of(results.drop(), results.interval(0.05)), any, OptionalDouble.empty());
            return new Checks(Texts.drop(most)).drop(pair).orElseThrow().result();
        });
    }

    private static Shares simulate(int size, Difference difference, double most) {
        var random = new SplittableRandom(size);
        int stopped = 0;
        int failed = 0;
        for (int run = 0; run < RUNS; run++) {
            int worse = count(size, difference.worse(), random);
            int better = count(size - worse, difference.better() / (1 - difference.worse()), random);
            Result result = judge(worse, better, size, most);
            stopped += result == Result.PASSED ? 0 : 1;
            failed += result == Result.FAILED ? 1 : 0;
        }
        return new Shares((double) stopped / RUNS, (double) failed / RUNS);
    }

    /** How many of {@code trials} happen; skips from one to the next. */
    private static int count(int trials, double probability, SplittableRandom random) {
        int count = 0;
        double logMiss = Math.log1p(-probability);
        for (double at = skip(random, logMiss); at < trials; at += 1 + skip(random, logMiss)) {
            count++;
        }
        return count;
    }

    private static double skip(SplittableRandom random, double logMiss) {
        return Math.floor(Math.log(1 - random.nextDouble()) / logMiss);
    }

    @Test
    void theTableOfTheDocumentationIsWhatTheSimulationGives() throws IOException {
        List<String> rows = new ArrayList<>();
        for (int size : SIZES) {
            Shares fewDiffer = simulate(size, new Difference(0.04, 0.01), 0.01);
            Shares manyDiffer = simulate(size, new Difference(0.065, 0.035), 0.01);
            Shares five = simulate(size, new Difference(0.06, 0.01), 0.01);
            Shares equal = simulate(size, new Difference(0.02, 0.02), 0.01);
            rows.add("| %,d | %s | %s | %s | %s |".formatted(size, fewDiffer, manyDiffer, five, equal));
            assertTrue(equal.failed() <= 0.025, "an equally good candidate failed: " + equal);
        }
        String table = String.join("\n", rows);
        if (Boolean.getBoolean("evaluation.print")) {
            System.out.println(table);
        }
        assertTrue(Files.readString(DOCS).contains(table), () -> "write this table into docs/evaluation.md:\n" + table);
    }

    @Test
    void threePointsAreCaughtMoreSurelyByLargerSets() {
        assertTrue(simulate(1_000, new Difference(0.04, 0.01), 0.01).stopped() > 0.99);
        assertEquals(1, simulate(5_000, new Difference(0.04, 0.01), 0.01).failed());
    }
}
