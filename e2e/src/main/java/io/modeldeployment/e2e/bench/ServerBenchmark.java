package io.modeldeployment.e2e.bench;

import io.modeldeployment.e2e.mail.TestMails;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Measures inference servers beside each other in one run: they are all started, and then called in turn, round by round, so
 * that a noisy moment hits all alike. Figures are medians of the rounds; ratios are taken within a round. Texts are real mails
 * cut to mixed lengths, no two alike. Client and servers share the machine's cores.
 */
public final class ServerBenchmark {
    private static final int CLIENTS = 32;
    private static final int BATCH = 32;
    private static final int BATCH_CLIENTS = 2;
    private static final Duration WARM_UP = Duration.ofSeconds(4);
    private static final Duration CLOSED = Duration.ofSeconds(8);
    private static final Duration BATCHES = Duration.ofSeconds(5);
    private static final Duration OPEN = Duration.ofSeconds(6);
    private static final Duration OVERLOAD = Duration.ofSeconds(20);
    private static final double[] LEVELS = {0.5, 0.8, 1.2};
    /** The server that the ratios are to. */
    private static final String BASELINE = "guide";

    private final List<Contender> contenders;
    private final BenchmarkTexts texts;
    private final Map<Contender, List<Sample>> closed = new LinkedHashMap<>();
    private final Map<Contender, List<Sample>> batches = new LinkedHashMap<>();

    private final int rounds;

    private ServerBenchmark(List<Contender> contenders, BenchmarkTexts texts, int rounds) {
        this.contenders = contenders;
        this.texts = texts;
        this.rounds = rounds;
    }

    /** Arguments: a file of contenders, one a line (see {@link Contender.Setup#parse}), a file of mails, a log file, the number of rounds. */
    public static void main(String[] arguments) throws InterruptedException, ExecutionException {
        List<Contender> contenders = new ArrayList<>();
        try {
            BenchmarkTexts texts = BenchmarkTexts.ofMixedLengths(
                    TestMails.read(Path.of(arguments[1])).all());
            for (String line : Files.readAllLines(Path.of(arguments[0]))) {
                Contender.Setup setup = Contender.Setup.parse(line);
                say("starting " + setup.name());
                contenders.add(Contender.start(setup, Path.of(arguments[2])));
            }
            new ServerBenchmark(contenders, texts, Integer.parseInt(arguments[3])).run();
        } catch (IOException e) {
            System.err.println("benchmark: " + e.getMessage());
            System.exit(1);
        } finally {
            contenders.forEach(Contender::close);
        }
    }

    private static void say(String what) {
        System.err.println("benchmark: " + what);
    }

    private void run() throws InterruptedException, ExecutionException {
        Map<Contender, Double> ready = memory();
        for (Contender contender : contenders) {
            say("warming " + contender.name());
            Load.closed(contender, () -> contender.predict(texts.next()), CLIENTS, WARM_UP);
        }
        double clientCpu = clientCpuSeconds();
        for (int round = 1; round <= rounds; round++) {
            say("round " + round + " of " + rounds);
            for (Contender contender : contenders) {
                add(closed, contender, Load.closed(contender, () -> contender.predict(texts.next()), CLIENTS, CLOSED));
                if (contender.takesBatches()) {
                    add(
                            batches,
                            contender,
                            Load.closed(
                                    contender,
                                    () -> contender.batchPredict(texts.next(BATCH)),
                                    BATCH_CLIENTS,
                                    BATCHES));
                }
            }
        }
        clientCpu = clientCpuSeconds() - clientCpu;
        long calls = closed.values().stream()
                .flatMap(List::stream)
                .mapToLong(Sample::good)
                .sum();
        Map<Contender, Double> loaded = memory();
        printClosed();
        System.out.printf(
                Locale.ROOT, "%nThe clients took %.2f ms of CPU a request of their own.%n", 1000 * clientCpu / calls);
        printBatches();
        printOpen();
        printResources(ready, loaded);
    }

    private Map<Contender, Double> memory() {
        Map<Contender, Double> resident = new LinkedHashMap<>();
        contenders.forEach(contender -> resident.put(contender, contender.residentMebibytes()));
        return resident;
    }

    private static void add(Map<Contender, List<Sample>> samples, Contender contender, Sample sample) {
        samples.computeIfAbsent(contender, _ -> new ArrayList<>()).add(sample);
    }

    private static double clientCpuSeconds() {
        return ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .orElse(Duration.ZERO)
                        .toNanos()
                / 1e9;
    }

    private void printClosed() {
        System.out.printf("%n%d clients that wait for their answer, one text a request%n%n", CLIENTS);
        System.out.printf(
                "%-22s %12s %9s %9s %9s %14s %8s%n",
                "server", "requests/s", "× guide", "p50 ms", "p99 ms", "CPU ms/request", "errors");
        closed.forEach((contender, samples) -> System.out.printf(
                Locale.ROOT,
                "%-22s %12.1f %9.2f %9.0f %9.0f %14.2f %8d%n",
                contender.name(),
                median(samples, Sample::goodput),
                ratio(closed, contender),
                median(samples, sample -> sample.percentile(50)),
                median(samples, sample -> sample.percentile(99)),
                median(samples, Sample::cpuMillis),
                samples.stream()
                        .mapToLong(sample -> sample.calls().size() - sample.good())
                        .sum()));
    }

    private void printBatches() {
        System.out.printf("%n%d clients that send %d texts in one /batch_predict%n%n", BATCH_CLIENTS, BATCH);
        System.out.printf("%-22s %12s %9s %9s %14s%n", "server", "texts/s", "× guide", "p99 ms", "CPU ms/text");
        batches.forEach((contender, samples) -> System.out.printf(
                Locale.ROOT,
                "%-22s %12.1f %9.2f %9.0f %14.2f%n",
                contender.name(),
                BATCH * median(samples, Sample::goodput),
                ratio(batches, contender),
                median(samples, sample -> sample.percentile(99)),
                median(samples, Sample::cpuMillis) / BATCH));
    }

    private void printOpen() throws InterruptedException {
        System.out.printf(
                "%nRequests at random moments (Poisson), at shares of the knee (what %d clients got)%n%n", CLIENTS);
        System.out.printf(
                "%-22s %6s %10s %10s %9s %9s %12s %14s %8s  %s%n",
                "server",
                "load",
                "offered/s",
                "good/s",
                "p50 ms",
                "p99 ms",
                "ready p99 ms",
                "CPU ms/good",
                "clients'",
                "statuses");
        for (Contender contender : contenders) {
            double knee = median(closed.getOrDefault(contender, List.of()), Sample::goodput);
            for (double level : LEVELS) {
                if (level <= 1 || contender.readyPath().equals("/health/ready")) {
                    printOpen(contender, knee, level);
                }
            }
        }
    }

    private void printOpen(Contender contender, double knee, double level) throws InterruptedException {
        List<Sample> samples = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        double clientCpu = clientCpuSeconds();
        for (int round = 0; round < rounds; round++) {
            say("%s at %.0f %% of its knee, round %d of %d"
                    .formatted(contender.name(), 100 * level, round + 1, rounds));
            try (Load.Prober prober = new Load.Prober(contender)) {
                samples.add(Load.open(
                        contender,
                        () -> contender.predict(texts.next()),
                        level * knee,
                        level > 1 ? OVERLOAD : OPEN,
                        round));
                ready.add(prober.p99());
            }
        }
        clientCpu = clientCpuSeconds() - clientCpu;
        long good = samples.stream().mapToLong(Sample::good).sum();
        Map<Integer, Long> statuses = new TreeMap<>();
        samples.forEach(
                sample -> sample.statuses().forEach((status, count) -> statuses.merge(status, count, Long::sum)));
        System.out.printf(
                Locale.ROOT,
                "%-22s %5.0f%% %10.1f %10.1f %9.0f %9.0f %12.1f %14.2f %8.2f  %s%n",
                contender.name(),
                100 * level,
                level * knee,
                median(samples, Sample::goodput),
                median(samples, sample -> sample.percentile(50)),
                median(samples, sample -> sample.percentile(99)),
                Sample.percentile(ready, 50),
                median(samples, Sample::cpuMillis),
                1000 * clientCpu / Math.max(1, good),
                statuses);
    }

    private void printResources(Map<Contender, Double> ready, Map<Contender, Double> loaded) {
        System.out.printf("%nResident memory in MiB%n%n");
        System.out.printf(
                "%-22s %9s %12s %14s %18s%n", "server", "start s", "when ready", "after waiters", "after random load");
        for (Contender contender : contenders) {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %9.2f %12.0f %14.0f %18.0f%n",
                    contender.name(),
                    contender.start().toMillis() / 1e3,
                    ready.getOrDefault(contender, Double.NaN),
                    loaded.getOrDefault(contender, Double.NaN),
                    contender.residentMebibytes());
        }
    }

    private double ratio(Map<Contender, List<Sample>> samples, Contender contender) {
        List<Sample> baseline = samples.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(BASELINE))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
        List<Sample> own = samples.getOrDefault(contender, List.of());
        return Sample.percentile(
                IntStream.range(0, Math.min(own.size(), baseline.size()))
                        .mapToObj(round ->
                                own.get(round).goodput() / baseline.get(round).goodput())
                        .toList(),
                50);
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        return Sample.percentile(samples.stream().map(figure::applyAsDouble).toList(), 50);
    }
}
