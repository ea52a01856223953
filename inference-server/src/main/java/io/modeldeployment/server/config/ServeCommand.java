package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.web.BodyLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code modelserver serve}: its flags, their defaults and what they may be. */
@Command(
        name = "serve",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Serves a Hugging Face model directory over HTTP.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:ended by SIGTERM or SIGINT, every accepted request answered",
            "1:the server could not start or failed",
            "2:a flag is missing or wrong",
            "3:the model directory is missing, damaged or not supported"
        },
        footer = {
            "",
            "Endpoints: POST /predict, /batch_predict, /embed, /rerank, /v1/embeddings, /v2/models/NAME/infer;",
            "GET /health, /health/live, /health/ready, /metrics, /info; /swagger-ui.html shows them all.",
            "On the management port: DELETE /cache?pattern=model/revision, GET /sample, /metrics, /health."
        })
public final class ServeCommand implements Callable<Integer> {
    private static final String NAME = "[A-Za-z0-9]([A-Za-z0-9._/-]{0,126}[A-Za-z0-9])?";

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
            names = "--verify-files",
            defaultValue = "true",
            fallbackValue = "true",
            arity = "0..1",
            paramLabel = "BOOLEAN",
            description =
                    "Hold every file against the manifest that `modelserver model fetch` left in the directory, if it did,"
                            + " and refuse to start where one differs. Default: ${DEFAULT-VALUE}.")
    private boolean verifyFiles;

    @Option(
            names = "--port",
            defaultValue = "8000",
            paramLabel = "N",
            description = "Port to listen on, 0 for any free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = "0.0.0.0",
            paramLabel = "ADDRESS",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String host;

    @Option(
            names = "--model-name",
            paramLabel = "NAME",
            description = "Name in answers and metrics. Default: the directory's name.")
    private @Nullable String modelName;

    @Option(
            names = "--revision",
            defaultValue = "local",
            paramLabel = "NAME",
            description = "Revision in answers and metrics. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private String revision;

    @Option(
            names = "--task",
            defaultValue = "auto",
            paramLabel = "TASK",
            converter = ChoiceConverter.ForTask.class,
            description =
                    "auto, text-classification or embedding. Default: ${DEFAULT-VALUE}, by the model's config.json.")
    @SuppressWarnings("NullAway.Init")
    private Task task;

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = "DEVICE",
            converter = ChoiceConverter.ForDevice.class,
            description = "auto, cpu or cuda. Default: ${DEFAULT-VALUE}, CUDA where there is a GPU.")
    @SuppressWarnings("NullAway.Init")
    private DeviceChoice device;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private QuantizationFlags quantization;

    @Option(
            names = "--max-length",
            paramLabel = "TOKENS",
            description = "Tokens after which a text is cut. Default and most: the model's own limit.")
    private @Nullable Integer maxLength;

    @Option(
            names = "--max-characters",
            defaultValue = "100000",
            paramLabel = "N",
            description = "Characters of one text. Default: ${DEFAULT-VALUE}.")
    private int maxCharacters;

    @Option(
            names = "--max-texts",
            defaultValue = "128",
            paramLabel = "N",
            description = "Texts of one /batch_predict. Default: ${DEFAULT-VALUE}.")
    private int maxTexts;

    @Option(
            names = "--max-body",
            defaultValue = "1048576",
            paramLabel = "BYTES",
            description = "Body of one /predict; /batch_predict may have 8 times that. Default: ${DEFAULT-VALUE}.")
    private int maxBody;

    @Option(
            names = "--top-k",
            defaultValue = "3",
            paramLabel = "N",
            description = "Labels in an answer when the request does not say. Default: ${DEFAULT-VALUE}.")
    private int topK;

    @Option(
            names = "--max-batch-tokens",
            paramLabel = "TOKENS",
            description = "Tokens computed at once. Default: 256 on a CPU, 16384 on a GPU.")
    private @Nullable Integer maxBatchTokens;

    @Option(
            names = "--max-queue",
            defaultValue = "512",
            paramLabel = "TEXTS",
            description = "Texts that may wait; more get 429. Default: ${DEFAULT-VALUE}.")
    private int maxQueue;

    @Option(
            names = "--max-queue-tokens",
            defaultValue = "65536",
            paramLabel = "TOKENS",
            description = "Tokens that may wait; more get 429. Default: ${DEFAULT-VALUE}.")
    private int maxQueueTokens;

    @Option(
            names = "--queue-timeout",
            defaultValue = "5s",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "Longest wait without progress; longer gets 503. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Duration queueTimeout;

    @Option(
            names = "--drain-seconds",
            defaultValue = "5",
            paramLabel = "N",
            description =
                    "Seconds to go on accepting after SIGTERM, for load balancers to notice. Default: ${DEFAULT-VALUE}.")
    private int drainSeconds;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that compute. Default: one a core, one for a GPU.")
    private @Nullable Integer workers;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ObserveFlags observe;

    @Mixin
    private final CacheFlags cacheFlags = new CacheFlags();

    @Mixin
    private final RateLimitFlags rateLimitFlags = new RateLimitFlags();

    @Mixin
    private final ProtectionFlags protectionFlags = new ProtectionFlags();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    @SuppressWarnings("UnusedVariable") // picocli reads it
    private boolean help;

    @Override
    public Integer call() {
        return new ModelServerProcess(options()).run(_ -> {});
    }

    /** The flags, checked. */
    ServeOptions options() {
        between("--port", port, 0, 65535);
        between("--max-characters", maxCharacters, 1, 100_000_000);
        between("--max-texts", maxTexts, 1, 100_000);
        between("--max-body", maxBody, 1024, 256 << 20);
        between("--top-k", topK, 1, 100_000);
        between("--max-queue", maxQueue, 1, 1_000_000);
        between("--max-queue-tokens", maxQueueTokens, 1, 1_000_000_000);
        between("--drain-seconds", drainSeconds, 0, 3600);
        ifGiven("--max-length", maxLength, 3, 1_000_000);
        ifGiven("--max-batch-tokens", maxBatchTokens, 1, 1_000_000);
        ifGiven("--workers", workers, 1, 256);
        if (!quantization.isValid()) {
            throw wrong("--min-agreement is a share: write a number from 0 to 1");
        }
        if (maxTexts > maxQueue) {
            throw wrong("--max-texts " + maxTexts + " is more than --max-queue " + maxQueue
                    + ": a request that large could never be queued; raise --max-queue or lower --max-texts");
        }
        String name = modelName == null ? defaultName() : modelName;
        named("--model-name", name);
        named("--revision", revision);
        return new ServeOptions(
                model,
                verifyFiles,
                name,
                revision,
                task,
                device,
                quantization.precision(),
                new ServeOptions.Address(host, port),
                new ServeOptions.Input(
                        maxLength == null ? OptionalInt.empty() : OptionalInt.of(maxLength),
                        maxCharacters,
                        maxTexts,
                        topK),
                new ServeOptions.Batching(
                        optional(workers), optional(maxBatchTokens), maxQueue, maxQueueTokens, queueTimeout),
                new BodyLimits(maxBody, 8L * maxBody),
                Duration.ofSeconds(drainSeconds),
                observe.options(System.getenv()),
                GuardOptions.of(cacheFlags, rateLimitFlags, protectionFlags, port));
    }

    private String defaultName() {
        Path name = model.toAbsolutePath().normalize().getFileName();
        return name == null ? "model" : name.toString().replaceAll("[^A-Za-z0-9._-]", "-");
    }

    private static OptionalInt optional(@Nullable Integer value) {
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private void ifGiven(String flag, @Nullable Integer value, int least, int most) {
        if (value != null) {
            between(flag, value, least, most);
        }
    }

    private void between(String flag, int value, int least, int most) {
        if (value < least || value > most) {
            throw wrong(flag + " is " + value + ": write a whole number from " + least + " to " + most);
        }
    }

    private void named(String flag, String value) {
        if (!value.matches(NAME)) {
            throw wrong(flag + " is '" + value + "': write at most 128 letters, digits, '.', '_', '/' and '-'");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
