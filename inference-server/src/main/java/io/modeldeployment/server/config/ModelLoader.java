package io.modeldeployment.server.config;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InputLimits;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.inference.ServerMetrics;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import io.modeldeployment.server.text.TextTokenizer;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Loads a model, warms every worker, and frees all of it again. */
final class ModelLoader {
    private static final String WARM_UP_WORD = "warm ";
    /** Lengths to warm up with, in tokens: kernels and memory pools differ by size. */
    private static final int[] WARM_UP_LENGTHS = {16, 64, 256};

    private final ServeOptions options;

    ModelLoader(ServeOptions options) {
        this.options = options;
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
        ModelBackend backend;
        try (Weights weights = Weights.open(directory.path())) {
            head = directory.head(options.task(), weights);
            backend =
                    new DjlBackendLoader(options.device(), BatchLayout.PACKED).load(directory.config(), weights, head);
        }
        int maxTokens =
                Math.min(directory.tokenLimit(head), options.input().maxTokens().orElse(Integer.MAX_VALUE));
        Batcher batcher =
                new Batcher(backend, options.batching().on(backend.device()), BatchListener.both(metrics, health));
        warmUp(batcher, tokenizer, maxTokens);
        metrics.watch(batcher);
        ServedModel served = new ServedModel(
                options.modelName(),
                options.revision(),
                backend.device(),
                head,
                backend.outputSize(),
                tokenizer,
                batcher);
        InputLimits limits = new InputLimits(
                maxTokens,
                options.input().maxCharacters(),
                options.input().maxTexts(),
                options.input().topK());
        return new Loaded(new InferenceService(served, limits, metrics), backend);
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
