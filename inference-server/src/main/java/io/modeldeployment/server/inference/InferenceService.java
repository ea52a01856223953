package io.modeldeployment.server.inference;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.cache.Lookup;
import io.modeldeployment.server.cache.ModelOutput;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.scoring.Scoring;
import io.modeldeployment.server.text.EncodedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes a request from text to answer: check, look up, and for what is new tokenize and queue; score. */
public final class InferenceService {
    private final ServedModel model;
    private final InputLimits limits;
    private final TextCheck check;
    private final ServerMetrics metrics;
    private final AnswerCache cache;

    /**
     * @param model the model to ask
     * @param limits the bounds on requests
     * @param metrics where every request is counted
     * @param cache what was answered before
     */
    public InferenceService(ServedModel model, InputLimits limits, ServerMetrics metrics, AnswerCache cache) {
        this.model = model;
        this.limits = limits;
        this.check = new TextCheck(limits);
        this.metrics = metrics;
        this.cache = cache;
    }

    /** The same without a cache. */
    public InferenceService(ServedModel model, InputLimits limits, ServerMetrics metrics) {
        this(model, limits, metrics, AnswerCache.none());
    }

    /** What was answered before. */
    public AnswerCache cache() {
        return cache;
    }

    /** The model that is asked. */
    public ServedModel model() {
        return model;
    }

    /** The bounds on requests. */
    public InputLimits limits() {
        return limits;
    }

    /**
     * Answers one text.
     *
     * @param text must be neither null nor blank
     * @throws InvalidInputException when the text or an option is wrong
     * @throws io.modeldeployment.server.batch.QueueFullException when the server is at its limit
     * @throws io.modeldeployment.server.batch.QueueTimeoutException when the request waited too long
     * @throws io.modeldeployment.server.batch.CallerGoneException when the request's client has gone
     * @throws InterruptedException when the calling thread is interrupted
     */
    public Answer predict(@Nullable String text, InferenceOptions options) throws InterruptedException {
        return observed(request -> infer(List.of(new ModelInput.Text(check.single("text", text))), options, request))
                .getFirst();
    }

    /**
     * Answers several texts, in their order; the same exceptions as {@link #predict}.
     *
     * @param texts at least one, none of them null or blank
     */
    public List<Answer> predictAll(@Nullable List<@Nullable String> texts, InferenceOptions options)
            throws InterruptedException {
        return observed(request -> infer(
                check.all("texts", texts).stream()
                        .<ModelInput>map(ModelInput.Text::new)
                        .toList(),
                options,
                request));
    }

    /**
     * Answers several inputs of any kind, in their order; the same exceptions as {@link #predict}.
     *
     * @param field what the request calls them, for messages
     * @param inputs at least one
     */
    public List<Answer> answerAll(String field, List<ModelInput> inputs, InferenceOptions options)
            throws InterruptedException {
        return observed(request -> infer(check.inputs(field, inputs, model.vocabularySize()), options, request));
    }

    /**
     * Reads a query together with each of several texts; the answers are in the order of the texts. The same exceptions as
     * {@link #predict}.
     *
     * @param query neither null nor blank
     * @param texts at least one, none of them null or blank
     */
    public List<Answer> answerPairs(
            @Nullable String query, @Nullable List<@Nullable String> texts, InferenceOptions options)
            throws InterruptedException {
        return observed(request -> {
            String first = check.single("query", query);
            return infer(
                    check.all("texts", texts).stream()
                            .<ModelInput>map(second -> new ModelInput.Pair(first, second))
                            .toList(),
                    options,
                    request);
        });
    }

    /** A piece of work that ends with answers. */
    private interface Work {
        List<Answer> run(RequestListener request) throws InterruptedException;
    }

    private List<Answer> observed(Work work) throws InterruptedException {
        RequestContext context = RequestContext.current();
        RequestListener request =
                RequestListener.both(context.synthetic() ? metrics.synthetic() : metrics, context.listener());
        long start = System.nanoTime();
        try {
            List<Answer> answers = work.run(request);
            request.onAnswers(answers, since(start));
            return answers;
        } catch (InterruptedException | RuntimeException | Error e) {
            request.onFailed(e, since(start));
            throw e;
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private List<Answer> infer(List<ModelInput> inputs, InferenceOptions options, RequestListener request)
            throws InterruptedException {
        int topK = topK(options.topK());
        Question question = new Question(inputs, maxTokens(options.maxLength()), options.refusesLongTexts());
        request.onInputs(inputs, question.maxTokens());
        Lookup known = cache.find(inputs, ModelInput::content, question.maxTokens());
        known.found().forEach((index, output) -> question.check(index, output.fullTokens()));
        List<Integer> missing = known.missing();
        if (!missing.isEmpty()) {
            model.batcher().requireRoom();
        }
        Map<Integer, ModelOutput> fresh =
                missing.isEmpty() ? Map.of() : compute(missing, tokenize(question, missing, request), request);
        cache.put(known, fresh);
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> answer(known.outputOr(i, fresh), question.maxTokens(), topK, known.has(i)))
                .toList();
    }

    /**
     * What is asked of the model.
     *
     * @param inputs what a request asks about
     * @param maxTokens tokens that each is cut to
     * @param refusesLongTexts whether a longer one is refused instead
     */
    private record Question(List<ModelInput> inputs, int maxTokens, boolean refusesLongTexts) {
        void check(int index, int fullTokens) {
            if (refusesLongTexts && fullTokens > maxTokens) {
                throw new InvalidInputException(
                        "Text %d has %d tokens, the limit is %d: shorten it, or send \"truncate\": true to have it cut."
                                .formatted(index, fullTokens, maxTokens));
            }
        }
    }

    /** Asks the model about the inputs at those indices of the request. */
    private Map<Integer, ModelOutput> compute(List<Integer> indices, List<EncodedText> encoded, RequestListener request)
            throws InterruptedException {
        List<TokenIds> tokens = encoded.stream().map(EncodedText::tokens).toList();
        List<float[]> rows = model.batcher()
                .compute(tokens, request.rider(), RequestContext.current().caller());
        Map<Integer, ModelOutput> outputs = new HashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            outputs.put(
                    indices.get(i), new ModelOutput(rows.get(i), encoded.get(i).fullLength()));
        }
        return outputs;
    }

    private List<EncodedText> tokenize(Question question, List<Integer> indices, RequestListener request) {
        long start = System.nanoTime();
        List<EncodedText> encoded = new ArrayList<>(indices.size());
        for (int index : indices) {
            EncodedText tokens = encode(question.inputs().get(index), question.maxTokens());
            question.check(index, tokens.fullLength());
            encoded.add(tokens);
        }
        request.onTokenized(new Tokenized(encoded), since(start));
        return encoded;
    }

    private EncodedText encode(ModelInput input, int maxTokens) {
        return switch (input) {
            case ModelInput.Text(String text) -> model.tokenizer().encode(text, maxTokens);
            case ModelInput.Pair(String first, String second) ->
                model.tokenizer().encodePair(first, second, maxTokens);
            case ModelInput.Tokens(long[] ids) -> new EncodedText(TokenIds.of(ids), ids.length);
        };
    }

    private int maxTokens(@Nullable Integer requested) {
        if (requested == null) {
            return limits.maxTokens();
        }
        int least = model.tokenizer().specialTokens() + 1;
        if (requested < least) {
            throw new InvalidInputException(
                    "max_length",
                    "\"max_length\" is %d: ask for %d tokens or more (the special tokens count)."
                            .formatted(requested, least));
        }
        return Math.min(requested, limits.maxTokens());
    }

    private int topK(@Nullable Integer requested) {
        if (requested == null) {
            return limits.defaultTopK();
        }
        if (model.head() instanceof Head.Embedding) {
            throw new InvalidInputException(
                    "top_k", "\"top_k\" is for classifiers: this is an embedding model, leave it out.");
        }
        if (requested < 1) {
            throw new InvalidInputException("top_k", "\"top_k\" is " + requested + ": ask for 1 label or more.");
        }
        return requested;
    }

    private Answer answer(ModelOutput output, int maxTokens, int topK, boolean fromCache) {
        float[] row = output.row();
        int tokens = Math.min(output.fullTokens(), maxTokens);
        boolean truncated = output.fullTokens() > maxTokens;
        return switch (model.head()) {
            case Head.Classifier(List<String> labels, Scoring scoring) ->
                new Answer.Classification(scoring.top(row, labels, topK), row, tokens, truncated, fromCache);
            case Head.Embedding _ -> new Answer.Embedding(row, tokens, truncated, fromCache);
        };
    }
}
