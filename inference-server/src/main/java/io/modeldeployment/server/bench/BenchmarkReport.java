package io.modeldeployment.server.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * What was measured.
 *
 * @param model the model directory's name
 * @param device where it was computed
 * @param workers threads that computed at once for the throughput
 * @param results one for each quantisation, in the order asked for
 */
record BenchmarkReport(String model, String device, int workers, List<Result> results) {
    /**
     * One quantisation's figures.
     *
     * @param quantization its name
     * @param loadSeconds seconds from the files to the first answer
     * @param weightBytes bytes of the weights as they are kept
     * @param agreementShare see {@link io.modeldeployment.server.scoring.Agreement#share()}
     * @param agreementWorst see {@link io.modeldeployment.server.scoring.Agreement#worst()}
     * @param latencies latency of one forward pass by its shape
     * @param tokensPerSecond packed batches, all workers
     * @param gflopPerSecond the same in 10⁹ floating-point operations that the layers need, each multiply and add counted
     */
    record Result(
            String quantization,
            double loadSeconds,
            long weightBytes,
            double agreementShare,
            double agreementWorst,
            List<Latency> latencies,
            double tokensPerSecond,
            double gflopPerSecond) {}

    /**
     * The latency of one forward pass, one thread.
     *
     * @param texts texts in it
     * @param tokens tokens of each
     * @param p50Millis the median
     * @param p90Millis nine of ten were faster
     */
    record Latency(int texts, int tokens, double p50Millis, double p90Millis) {}

    /** The figures as a table: a row a figure, a column a quantisation. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add("%s on %s, %d workers".formatted(model, device, workers));
        lines.add("");
        lines.add(row("", "", Result::quantization));
        lines.add(row("load to first answer", "s", result -> number(2, result.loadSeconds)));
        lines.add(row("weights in memory", "MiB", result -> number(1, result.weightBytes / 1048576.0)));
        lines.add(row("agreement with float32", "", result -> number(4, result.agreementShare)));
        lines.add(row("  of the worst text", "", result -> number(4, result.agreementWorst)));
        List<Latency> shapes = results.getFirst().latencies;
        for (int i = 0; i < shapes.size(); i++) {
            int shape = i;
            String what = "latency %d × %d tokens".formatted(shapes.get(i).texts, shapes.get(i).tokens);
            lines.add(row(what, "ms", result -> number(1, result.latencies.get(shape).p50Millis)));
            lines.add(row("  p90", "ms", result -> number(1, result.latencies.get(shape).p90Millis)));
        }
        lines.add(row("throughput, packed", "tokens/s", result -> number(0, result.tokensPerSecond)));
        lines.add(row("  of the layers", "GFLOP/s", result -> number(1, result.gflopPerSecond)));
        return String.join(System.lineSeparator(), lines);
    }

    private String row(String what, String unit, Function<Result, String> figure) {
        StringBuilder row = new StringBuilder(String.format("%-26s%9s", what, unit));
        results.forEach(result -> row.append(String.format("%12s", figure.apply(result))));
        return row.toString();
    }

    private static String number(int decimals, double value) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
