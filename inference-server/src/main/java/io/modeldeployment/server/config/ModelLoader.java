package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.inference.Calibration;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InputLimits;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.inference.ServerMetrics;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelConfig;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.ModelFormatException;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import io.modeldeployment.server.text.TextTokenizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loads a model, warms every worker, and frees all of it again. */
final class ModelLoader {
    private static final String WARM_UP_WORD = "warm ";
    /** Lengths to warm up with, in tokens: kernels and memory pools differ by size. */
    private static final int[] WARM_UP_LENGTHS = {16, 64, 256};

    private final ServeOptions options;
    private final Guards guards;

    ModelLoader(ServeOptions options, Guards guards) {
        this.options = options;
        this.guards = guards;
    }

    /**
     * A loaded model and what must be closed with it.
     *
     * @param service answers requests
     * @param backend its engine
     */
    record Loaded(InferenceService service, ModelBackend backend) implements AutoCloseable {
        /** Ends the workers first: an engine freed under a running forward pass crashes the process. */
        @Override
        public void close() {
            service.model().batcher().close();
            backend.close();
            service.model().tokenizer().close();
        }
    }

    /**
     * Loads and warms up; returns when the model can answer.
     *
     * @throws io.modeldeployment.server.model.ModelFormatException when the directory is not a model this server computes
     * @throws io.modeldeployment.server.backend.BackendException when the engine does not start
     */
    Loaded load(ServerMetrics metrics, BatchListener health) {
        ModelDirectory directory = ModelDirectory.read(options.model());
        TextTokenizer tokenizer = HuggingFaceTextTokenizer.open(directory.tokenizer(), directory.truncateLeft());
        Head head;
        int maxTokens;
        Quantized quantized;
        try (Weights weights = Weights.open(directory.path())) {
            head = directory.head(options.task(), weights);
            maxTokens = Math.min(
                    directory.tokenLimit(head), options.input().maxTokens().orElse(Integer.MAX_VALUE));
            quantized = load(directory.config(), weights, head, tokenizer, maxTokens);
        }
        ModelBackend backend = quantized.backend;
        Batcher batcher =
                new Batcher(backend, options.batching().on(backend.device()), BatchListener.both(metrics, health));
        warmUp(batcher, tokenizer, maxTokens);
        metrics.watch(batcher);
        quantized.agreement.ifPresent(metrics::watch);
        ServedModel served = new ServedModel(
                options.modelName(),
                options.revision(),
                backend.device(),
                new ServedModel.Precision(options.precision().quantization(), quantized.agreement),
                head,
                backend.outputSize(),
                directory.config().vocabularySize(),
                tokenizer,
                batcher);
        InputLimits limits = new InputLimits(
                maxTokens,
                options.input().maxCharacters(),
                options.input().maxTexts(),
                options.input().topK(),
                options.guard().rules());
        AnswerCache cache = guards.cache(served, directory.path());
        return new Loaded(new InferenceService(served, limits, metrics, cache), backend);
    }

    /** A loaded model and how far it agrees with float32, where it is in other numbers. */
    private record Quantized(ModelBackend backend, Optional<Agreement> agreement) {}

    private Quantized load(ModelConfig config, Weights weights, Head head, TextTokenizer tokenizer, int maxTokens) {
        DjlBackendLoader loader = new DjlBackendLoader(options.device(), BatchLayout.PACKED);
        ServeOptions.Precision precision = options.precision();
        if (precision.quantization() == Quantization.NONE) {
            return new Quantized(loader.load(config, weights, head), Optional.empty());
        }
        Calibration calibration = Calibration.read(precision.calibration(), tokenizer, maxTokens);
        List<float[]> expected;
        try (ModelBackend reference = loader.load(config, weights, head)) {
            expected = calibration.ask(reference);
        }
        ModelBackend backend = loader.load(config, weights, head, precision.quantization());
        Agreement agreement = Calibration.compare(head, expected, calibration.ask(backend));
        if (!(agreement.share() >= precision.minAgreement())) { // so written, NaN is refused too
            backend.close();
            throw new ModelFormatException(
                    options.model(),
                    String.format(
                            Locale.ROOT,
                            "--quantization %s agrees with float32 to %.3f on %d texts, --min-agreement is %.3f",
                            precision.quantization().label(),
                            agreement.share(),
                            agreement.texts(),
                            precision.minAgreement()),
                    "use another quantization");
        }
        return new Quantized(backend, Optional.of(agreement));
    }

    private static void warmUp(Batcher batcher, TextTokenizer tokenizer, int maxTokens) {
        List<TokenIds> texts = IntStream.concat(IntStream.of(WARM_UP_LENGTHS), IntStream.of(maxTokens))
                .filter(length -> length <= maxTokens)
                .distinct()
                .mapToObj(length ->
                        tokenizer.encode(WARM_UP_WORD.repeat(length), length).tokens())
                .toList();
        List<List<TokenIds>> batches = Stream.concat(
                        texts.stream().map(List::of), Stream.of(texts.subList(0, Math.min(4, texts.size()))))
                .toList();
        try {
            batcher.start(batches).join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }
}
