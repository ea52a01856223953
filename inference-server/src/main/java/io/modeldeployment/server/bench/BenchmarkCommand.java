package io.modeldeployment.server.bench;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.model.ModelFormatException;
import io.modeldeployment.server.model.Quantization;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The command {@code modelserver benchmark}. */
@Command(
        name = "benchmark",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description =
                "Measures a model on this machine in float32 and quantised: latency by length and batch, throughput, memory, "
                        + "and agreement with float32. Takes about half a minute.",
        footer = {"", "Nothing else should run meanwhile."})
public final class BenchmarkCommand implements Callable<Integer> {
    private static final int BAD_MODEL = 3;

    /** How the figures are printed. */
    enum Format {
        text,
        json
    }

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR",
            description = "Hugging Face directory: config.json, model.safetensors, tokenizer.json.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(
            names = "--quantization",
            split = ",",
            defaultValue = "none,fp16,int8,int4",
            paramLabel = "KIND",
            description = "Which of none, fp16, int8, int4 to compare. Default: all.")
    @SuppressWarnings("NullAway.Init")
    private List<Quantization> quantizations;

    @Option(names = "--device", defaultValue = "auto", paramLabel = "DEVICE", description = "auto, cpu or cuda.")
    @SuppressWarnings("NullAway.Init")
    private DeviceChoice device;

    @Option(names = "--workers", paramLabel = "N", description = "Threads for the throughput. Default: one a core.")
    private @Nullable Integer workers;

    @Option(
            names = "--calibration",
            paramLabel = "FILE",
            description = "Texts for the agreement, one a line. Default: 40 sentences that come with the server.")
    private @Nullable Path calibration;

    @Option(
            names = "--seconds",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seconds of each throughput measurement, of five. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(
            names = "--format",
            defaultValue = "text",
            paramLabel = "FORMAT",
            description = "text or json. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Format format;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() throws InterruptedException {
        int threads = workers == null ? Runtime.getRuntime().availableProcessors() : workers;
        if (threads < 1 || seconds < 1) {
            throw new ParameterException(spec.commandLine(), "--workers and --seconds must be 1 or more");
        }
        BenchmarkRun.Settings settings = new BenchmarkRun.Settings(
                model, quantizations, device, threads, Optional.ofNullable(calibration), Duration.ofSeconds(seconds));
        try {
            BenchmarkReport report = new BenchmarkRun(settings, line -> System.err.println("benchmark: " + line)).run();
            System.out.println(format == Format.json ? json(report) : report.table());
            return 0;
        } catch (ModelFormatException e) {
            System.err.println("modelserver: " + e.getMessage());
            return BAD_MODEL;
        }
    }

    private static String json(BenchmarkReport report) {
        return JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(report);
    }
}
