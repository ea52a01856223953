package io.modeldeployment.server.inference;

import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.scoring.Scoring;
import io.modeldeployment.server.text.EncodedText;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes a request from text to answer: check, tokenize, queue, score. */
public final class InferenceService {
    private final ServedModel model;
    private final InputLimits limits;
    private final TextCheck check;
    private final ServerMetrics metrics;

    /**
     * @param model the model to ask
     * @param limits the bounds on requests
     * @param metrics where every request is counted
     */
    public InferenceService(ServedModel model, InputLimits limits, ServerMetrics metrics) {
        this.model = model;
        this.limits = limits;
        this.check = new TextCheck(limits);
        this.metrics = metrics;
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
     * @throws InterruptedException when the calling thread is interrupted
     */
    public Answer predict(@Nullable String text, InferenceOptions options) throws InterruptedException {
        return observed(request -> infer(List.of(check.single(text)), options, request))
                .getFirst();
    }

    /**
     * Answers several texts, in their order; the same exceptions as {@link #predict}.
     *
     * @param texts at least one, none of them null or blank
     */
    public List<Answer> predictAll(@Nullable List<@Nullable String> texts, InferenceOptions options)
            throws InterruptedException {
        return observed(request -> infer(check.all(texts), options, request));
    }

    /** A piece of work that ends with answers. */
    private interface Work {
        List<Answer> run(RequestListener request) throws InterruptedException;
    }

    private List<Answer> observed(Work work) throws InterruptedException {
        RequestListener request =
                RequestListener.both(metrics, RequestContext.current().listener());
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

    private List<Answer> infer(List<String> texts, InferenceOptions options, RequestListener request)
            throws InterruptedException {
        int topK = topK(options.topK());
        List<EncodedText> encoded = tokenize(texts, options, request);
        List<TokenIds> tokens = encoded.stream().map(EncodedText::tokens).toList();
        List<float[]> rows = model.batcher().compute(tokens, request.rider());
        return IntStream.range(0, rows.size())
                .mapToObj(i -> answer(rows.get(i), encoded.get(i).truncated(), topK))
                .toList();
    }

    private List<EncodedText> tokenize(List<String> texts, InferenceOptions options, RequestListener request) {
        int maxTokens = maxTokens(options.maxLength());
        long start = System.nanoTime();
        List<EncodedText> encoded = new ArrayList<>(texts.size());
        for (String text : texts) {
            EncodedText tokens = model.tokenizer().encode(text, maxTokens);
            if (tokens.truncated() && options.refusesLongTexts()) {
                throw new InvalidInputException(
                        "Text %d has %d tokens, the limit is %d: shorten it, or leave \"truncate\" out to have it cut."
                                .formatted(encoded.size(), tokens.fullLength(), maxTokens));
            }
            encoded.add(tokens);
        }
        request.onTokenized(new Tokenized(texts, encoded, maxTokens), since(start));
        return encoded;
    }

    private int maxTokens(@Nullable Integer requested) {
        if (requested == null) {
            return limits.maxTokens();
        }
        int least = model.tokenizer().specialTokens() + 1;
        if (requested < least) {
            throw new InvalidInputException(
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
            throw new InvalidInputException("\"top_k\" is for classifiers: this is an embedding model, leave it out.");
        }
        if (requested < 1) {
            throw new InvalidInputException("\"top_k\" is " + requested + ": ask for 1 label or more.");
        }
        return requested;
    }

    private Answer answer(float[] row, boolean truncated, int topK) {
        return switch (model.head()) {
            case Head.Classifier(List<String> labels, Scoring scoring) ->
                new Answer.Classification(scoring.top(row, labels, topK), truncated);
            case Head.Embedding _ -> new Answer.Embedding(boxed(row), truncated);
        };
    }

    private static List<Float> boxed(float[] row) {
        return IntStream.range(0, row.length).mapToObj(i -> row[i]).toList();
    }
}
