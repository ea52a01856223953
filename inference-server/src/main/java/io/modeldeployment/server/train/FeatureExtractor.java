package io.modeldeployment.server.train;

import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Runs the frozen encoder once over many texts, on every core, in batches of like length. */
final class FeatureExtractor {
    /** Where matrix multiplication on one core stops gaining, in tokens. */
    private static final int BATCH_TOKENS = 256;

    private final ModelBackend encoder;
    private final int threads;
    private final Progress progress;

    /**
     * @param encoder gives the hidden state of the first token
     * @param threads how many batches to compute at once
     * @param progress is told of every finished batch
     */
    FeatureExtractor(ModelBackend encoder, int threads, Progress progress) {
        this.encoder = encoder;
        this.threads = threads;
        this.progress = progress;
    }

    private record Batch(List<Integer> indices, List<float[]> rows) {}

    /**
     * Computes the features of texts.
     *
     * @param texts the texts' tokens
     * @return one row of hidden size for each text, in the order given
     * @throws InterruptedException where the thread is interrupted while it waits
     */
    float[][] extract(List<TokenIds> texts) throws InterruptedException {
        List<List<Integer>> batches = batches(texts);
        float[][] features = new float[texts.size()][];
        // Daemon threads: an interrupt or an error ends the program without waiting for the batches in hand.
        ExecutorService workers = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("features-", 0).daemon().factory());
        try {
            ExecutorCompletionService<Batch> running = new ExecutorCompletionService<>(workers);
            for (List<Integer> indices : batches) {
                running.submit(() -> new Batch(
                        indices,
                        encoder.forward(indices.stream().map(texts::get).toList())));
            }
            for (int i = 0; i < batches.size(); i++) {
                Batch done = running.take().get();
                for (int k = 0; k < done.indices.size(); k++) {
                    features[done.indices.get(k)] = done.rows.get(k);
                }
                progress.add(done.indices.size());
            }
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new TrainingException("the encoder failed: " + cause.getMessage());
        } finally {
            workers.shutdownNow();
        }
        return features;
    }

    // Longest first: the estimate of what is left then errs on the safe side.
    private static List<List<Integer>> batches(List<TokenIds> texts) {
        List<Integer> order = IntStream.range(0, texts.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> -texts.get(i).length()))
                .toList();
        List<List<Integer>> batches = new ArrayList<>();
        List<Integer> batch = new ArrayList<>();
        int tokens = 0;
        for (int index : order) {
            int length = texts.get(index).length();
            if (!batch.isEmpty() && tokens + length > BATCH_TOKENS) {
                batches.add(List.copyOf(batch));
                batch.clear();
                tokens = 0;
            }
            batch.add(index);
            tokens += length;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
