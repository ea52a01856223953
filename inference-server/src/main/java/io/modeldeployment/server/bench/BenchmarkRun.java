package io.modeldeployment.server.bench;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.inference.Calibration;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import io.modeldeployment.server.text.TextTokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Loads a model once for each quantisation and measures them in turn, round by round, so that a noisy moment of the machine
 * hits all of them alike.
 */
final class BenchmarkRun {
    private static final int ROUNDS = 5;
    private static final int PASSES = 20;
    /** Tokens of a packed batch, as the server fills them on a CPU. */
    private static final int BATCH_TOKENS = 256;

    private static final int[][] SHAPES = {{1, 16}, {1, 64}, {1, 256}, {8, 32}, {32, 32}};

    private final Settings settings;
    private final Consumer<String> progress;

    /**
     * What to measure.
     *
     * @param model the model directory
     * @param quantizations the columns of the table
     * @param device where to compute
     * @param workers threads for the throughput
     * @param calibration texts for the agreement; empty for the server's own
     * @param throughput how long each throughput is measured a round
     */
    record Settings(
            Path model,
            List<Quantization> quantizations,
            DeviceChoice device,
            int workers,
            Optional<Path> calibration,
            Duration throughput) {}

    /** One quantisation and what has been measured of it so far. */
    private static final class Contender {
        final Quantization quantization;
        final ModelBackend backend;
        final double loadSeconds;
        final Agreement agreement;
        final List<List<Double>> millis =
                Arrays.stream(SHAPES).<List<Double>>map(_ -> new ArrayList<>()).toList();
        final List<Double> tokensPerSecond = new ArrayList<>();

        Contender(Quantization quantization, ModelBackend backend, double loadSeconds, Agreement agreement) {
            this.quantization = quantization;
            this.backend = backend;
            this.loadSeconds = loadSeconds;
            this.agreement = agreement;
        }
    }

    BenchmarkRun(Settings settings, Consumer<String> progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Measures; takes about a minute a quantisation. */
    BenchmarkReport run() throws InterruptedException {
        ModelDirectory directory = ModelDirectory.read(settings.model);
        List<Contender> contenders = new ArrayList<>();
        try (TextTokenizer tokenizer = HuggingFaceTextTokenizer.open(directory.tokenizer(), directory.truncateLeft());
                Weights weights = Weights.open(directory.path())) {
            Head head = directory.head(Task.AUTO, weights);
            int maxTokens = directory.tokenLimit(head);
            Calibration calibration = Calibration.read(settings.calibration, tokenizer, maxTokens);
            load(contenders, directory, weights, head, calibration);
            measure(contenders, new Batches(calibration.texts(), maxTokens));
            Flops flops = Flops.of(directory.config(), head);
            Batches batches = new Batches(calibration.texts(), maxTokens);
            double flopPerToken = flops.of(batches.packed()) / tokens(batches.packed());
            return new BenchmarkReport(
                    String.valueOf(settings.model.toAbsolutePath().normalize().getFileName()),
                    contenders.getFirst().backend.device(),
                    settings.workers,
                    contenders.stream()
                            .map(contender -> result(contender, flopPerToken, maxTokens))
                            .toList());
        } finally {
            contenders.forEach(contender -> contender.backend.close());
        }
    }

    private void load(
            List<Contender> contenders, ModelDirectory directory, Weights weights, Head head, Calibration calibration) {
        DjlBackendLoader loader = new DjlBackendLoader(settings.device, BatchLayout.PACKED);
        List<float[]> expected;
        try (ModelBackend reference = loader.load(directory.config(), weights, head)) {
            expected = calibration.ask(reference);
        }
        for (Quantization quantization : settings.quantizations) {
            progress.accept("loading " + quantization.label());
            long start = System.nanoTime();
            ModelBackend backend = loader.load(directory.config(), weights, head, quantization);
            backend.forward(calibration.texts().subList(0, 1));
            double seconds = (System.nanoTime() - start) / 1e9;
            Agreement agreement = Calibration.compare(head, expected, calibration.ask(backend));
            contenders.add(new Contender(quantization, backend, seconds, agreement));
        }
    }

    private void measure(List<Contender> contenders, Batches batches) throws InterruptedException {
        try (ExecutorService threads = Executors.newFixedThreadPool(
                settings.workers, Thread.ofPlatform().name("benchmark-", 0).factory())) {
            for (int round = 0; round < ROUNDS; round++) {
                progress.accept("round " + (round + 1) + " of " + ROUNDS);
                for (Contender contender : contenders) {
                    for (int shape = 0; shape < SHAPES.length; shape++) {
                        List<TokenIds> texts = batches.equal(SHAPES[shape][0], SHAPES[shape][1]);
                        contender
                                .millis
                                .get(shape)
                                .addAll(threads.submit(() -> latency(contender.backend, texts))
                                        .get());
                    }
                    contender.tokensPerSecond.add(throughput(contender.backend, batches.packed(), threads));
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private static List<Double> latency(ModelBackend backend, List<TokenIds> texts) {
        backend.forward(texts);
        return IntStream.range(0, PASSES)
                .mapToObj(_ -> {
                    long start = System.nanoTime();
                    backend.forward(texts);
                    return (System.nanoTime() - start) / 1e6;
                })
                .toList();
    }

    private double throughput(ModelBackend backend, List<TokenIds> batch, ExecutorService threads)
            throws InterruptedException, ExecutionException {
        long start = System.nanoTime();
        long end = start + settings.throughput.toNanos();
        List<Future<Long>> counts = IntStream.range(0, settings.workers)
                .mapToObj(_ -> threads.submit(() -> {
                    long passes = 0;
                    for (; System.nanoTime() < end; passes++) {
                        backend.forward(batch);
                    }
                    return passes;
                }))
                .toList();
        long passes = 0;
        for (Future<Long> count : counts) {
            passes += count.get();
        }
        return passes * (double) tokens(batch) / ((System.nanoTime() - start) / 1e9);
    }

    private static BenchmarkReport.Result result(Contender contender, double flopPerToken, int maxTokens) {
        List<BenchmarkReport.Latency> latencies = IntStream.range(0, SHAPES.length)
                .mapToObj(shape -> new BenchmarkReport.Latency(
                        SHAPES[shape][0],
                        Math.min(SHAPES[shape][1], maxTokens),
                        percentile(contender.millis.get(shape), 50),
                        percentile(contender.millis.get(shape), 90)))
                .toList();
        double tokensPerSecond = percentile(contender.tokensPerSecond, 50);
        return new BenchmarkReport.Result(
                contender.quantization.label(),
                contender.loadSeconds,
                contender.backend.weightBytes(),
                contender.agreement.share(),
                contender.agreement.worst(),
                latencies,
                tokensPerSecond,
                tokensPerSecond * flopPerToken / 1e9);
    }

    private static double percentile(List<Double> values, int percent) {
        List<Double> sorted = values.stream().sorted().toList();
        return sorted.get((int) Math.ceil(percent / 100.0 * sorted.size()) - 1);
    }

    private static int tokens(List<TokenIds> texts) {
        return texts.stream().mapToInt(TokenIds::length).sum();
    }

    /** Batches cut out of one long run of real tokens. */
    private record Batches(List<TokenIds> texts, int maxTokens) {
        /** Lengths of a packed batch, of {@value BenchmarkRun#BATCH_TOKENS} tokens together. */
        private static final int[] MIXED = {12, 20, 28, 36, 44, 52, 64};

        List<TokenIds> equal(int count, int length) {
            return IntStream.range(0, count)
                    .mapToObj(i -> cut(i * length, Math.min(length, maxTokens)))
                    .toList();
        }

        List<TokenIds> packed() {
            List<TokenIds> batch = new ArrayList<>();
            int at = 0;
            for (int length : MIXED) {
                batch.add(cut(at, Math.min(length, maxTokens)));
                at += length;
            }
            return batch;
        }

        private TokenIds cut(int from, int length) {
            long[] all = texts.stream()
                    .flatMapToLong(text -> Arrays.stream(text.ids()))
                    .toArray();
            long[] ids = new long[length];
            Arrays.setAll(ids, i -> all[(from + i) % all.length]);
            return TokenIds.of(ids);
        }
    }
}
