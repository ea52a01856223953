package io.modeldeployment.server.parity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Pooling;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.scoring.Agreement;
import io.modeldeployment.server.scoring.LabelScore;
import io.modeldeployment.server.text.EncodedText;
import io.modeldeployment.server.text.HuggingFaceTextTokenizer;
import io.modeldeployment.server.text.TextTokenizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model must answer here what it answers in transformers: the same token ids, and the same numbers within 1e-4. */
class ParityIT {
    private static final double TOLERANCE = 1e-4;
    /** The mean over all texts; small random models are rougher than trained ones. */
    private static final Map<Quantization, Double> LEAST_COSINE =
            Map.of(Quantization.FP16, 0.9999, Quantization.INT8, 0.97, Quantization.INT4, 0.8);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "minilm",
                "spam-v2",
                "bert-classification",
                "bert-relu-classification",
                "bert-float16-classification",
                "bert-multi-label-classification",
                "bert-regression-classification",
                "bert-embedding",
                "distilbert-classification",
                "distilbert-embedding",
                "roberta-classification",
                "roberta-embedding",
                "roberta-one-label-classification",
                "xlm-roberta-classification",
                "camembert-embedding",
                "mpnet-classification",
                "mpnet-embedding",
                "deberta-v2-classification",
                "deberta-v3-classification",
                "deberta-v3-embedding",
                "deberta-apart-classification",
                "deberta-c2p-embedding",
                "deberta-p2c-embedding",
                "modernbert-classification",
                "modernbert-mean-classification",
                "modernbert-local-classification",
                "modernbert-embedding",
                "mpnet-long-embedding",
                "deberta-long-embedding",
                "modernbert-long-embedding"
            })
    void answersLikeTransformers(String name) throws Exception {
        ReferenceModel reference = ReferenceModel.read(name);
        ModelDirectory directory = ModelDirectory.read(reference.path());
        try (Weights weights = Weights.open(directory.path())) {
            Head head = directory.head(Task.AUTO, weights);
            assertEquals(reference.task().equals("embedding"), head instanceof Head.Embedding);
            assertEquals(reference.maxLength(), directory.tokenLimit(head), "tokens of a text");
            compareTokens(reference, directory);
            compareScores(reference, head);
            try (ModelBackend padded = load(BatchLayout.PADDED, directory, weights, head);
                    ModelBackend packed = load(BatchLayout.PACKED, directory, weights, head)) {
                compare("padded", reference, padded.forward(reference.tokens()));
                compare("packed", reference, packed.forward(reference.tokens()));
                compare("one by one", reference, oneByOne(packed, reference.tokens()));
                compare("mixed, padded", reference, shuffled(padded, reference.tokens()));
                compare("mixed, packed", reference, shuffled(packed, reference.tokens()));
                compare("by the server's workers", reference, batched(packed, reference.tokens()));
            }
        }
    }

    /** Every way of building layers with every kind of weights: close to float32, and the same whatever the batch. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "distilbert-embedding",
                "roberta-classification",
                "mpnet-embedding",
                "deberta-v2-classification",
                "modernbert-classification",
                "modernbert-embedding"
            })
    void staysCloseToItselfWhenQuantised(String name) throws Exception {
        ReferenceModel reference = ReferenceModel.read(name);
        ModelDirectory directory = ModelDirectory.read(reference.path());
        List<TokenIds> texts = reference.tokens();
        for (Map.Entry<Quantization, Double> least : LEAST_COSINE.entrySet()) {
            for (Pooling pooling : Pooling.values()) {
                Head head = new Head.Embedding(pooling, true);
                try (Weights weights = Weights.open(directory.path());
                        ModelBackend exact = load(BatchLayout.PACKED, directory, weights, head);
                        ModelBackend quantised = new DjlBackendLoader(DeviceChoice.CPU, BatchLayout.PACKED)
                                .load(directory.config(), weights, head, least.getKey())) {
                    List<float[]> rows = quantised.forward(texts);
                    Agreement agreement = Agreement.ofVectors(exact.forward(texts), rows);
                    assertTrue(agreement.share() >= least.getValue(), least.getKey() + " " + agreement);
                    compareWithItself(least.getKey(), oneByOne(quantised, texts), rows);
                }
            }
        }
    }

    /**
     * INT8 rounds activations too: one that lies between two steps goes to the one or the other by the last bit of a float32, which
     * the number of rows moves on some processors. That is rare, and one step; a scale that depended on the batch would move all texts.
     */
    private static void compareWithItself(Quantization quantization, List<float[]> alone, List<float[]> rows) {
        long moved = IntStream.range(0, rows.size())
                .filter(i -> largestDifference(alone.get(i), rows.get(i)) > 1e-5)
                .count();
        long most = quantization == Quantization.INT8 ? rows.size() / 10 : 0;
        assertTrue(
                moved <= most,
                () -> "%s: %d of %d texts differ in a batch".formatted(quantization, moved, rows.size()));
        for (int i = 0; i < rows.size(); i++) {
            assertArrayEquals(alone.get(i), rows.get(i), 0.01f, quantization + ", text " + i);
        }
    }

    private static double largestDifference(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> Math.abs(one[i] - other[i]))
                .max()
                .orElseThrow();
    }

    private static ModelBackend load(BatchLayout layout, ModelDirectory directory, Weights weights, Head head) {
        return new DjlBackendLoader(DeviceChoice.CPU, layout).load(directory.config(), weights, head);
    }

    private static void compareTokens(ReferenceModel reference, ModelDirectory directory) {
        try (TextTokenizer tokenizer = HuggingFaceTextTokenizer.open(directory.tokenizer(), directory.truncateLeft())) {
            for (ReferenceModel.Case one : reference.cases()) {
                EncodedText encoded = tokenizer.encode(one.text(), reference.maxLength());
                assertEquals(one.tokens(), encoded.tokens(), () -> "token ids of \"" + one.text() + "\"");
                assertEquals(one.truncated(), encoded.truncated(), () -> "truncated \"" + one.text() + "\"");
            }
        }
    }

    /** The same logits must become the same scores in the same order. */
    private static void compareScores(ReferenceModel reference, Head head) {
        if (!(head instanceof Head.Classifier classifier)) {
            return;
        }
        for (ReferenceModel.Case one : reference.cases()) {
            float[] logits = new float[one.values().size()];
            for (int i = 0; i < logits.length; i++) {
                logits[i] = one.values().get(i);
            }
            List<LabelScore> scores = classifier.scoring().top(logits, classifier.labels(), logits.length);
            assertEquals(one.scores().size(), scores.size());
            for (int i = 0; i < logits.length; i++) {
                assertEquals(one.scores().get(i).label(), scores.get(i).label());
                assertEquals(one.scores().get(i).score(), scores.get(i).score(), TOLERANCE);
            }
        }
    }

    private static List<float[]> oneByOne(ModelBackend backend, List<TokenIds> texts) {
        return texts.stream()
                .map(text -> backend.forward(List.of(text)).getFirst())
                .toList();
    }

    /** In batches of one to eight texts that chance puts together. */
    private static List<float[]> shuffled(ModelBackend backend, List<TokenIds> texts) {
        Random random = new Random(7);
        List<Integer> order = new ArrayList<>();
        List<float[]> rows = new ArrayList<>(Collections.nCopies(texts.size(), new float[0]));
        for (int i = 0; i < texts.size(); i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        for (int from = 0; from < order.size(); ) {
            List<Integer> batch = order.subList(from, Math.min(order.size(), from + 1 + random.nextInt(8)));
            List<float[]> answers =
                    backend.forward(batch.stream().map(texts::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                rows.set(batch.get(i), answers.get(i));
            }
            from += batch.size();
        }
        return rows;
    }

    /** Each text as a request of its own, all at once, so that the workers put together what they find in the queue. */
    private static List<float[]> batched(ModelBackend backend, List<TokenIds> texts) throws Exception {
        BatchLimits limits = new BatchLimits(2, 256, texts.size(), 100_000, Duration.ofMinutes(5));
        try (Batcher batcher = new Batcher(backend, limits, BatchListener.NONE);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            batcher.start(List.of(texts.subList(0, 1))).join();
            List<Future<float[]>> answers = new ArrayList<>();
            for (TokenIds text : texts) {
                answers.add(clients.submit(() -> batcher.compute(List.of(text)).getFirst()));
            }
            List<float[]> rows = new ArrayList<>();
            for (Future<float[]> answer : answers) {
                rows.add(answer.get());
            }
            return rows;
        }
    }

    private static void compare(String how, ReferenceModel reference, List<float[]> rows) {
        assertEquals(reference.cases().size(), rows.size(), how);
        for (int i = 0; i < rows.size(); i++) {
            ReferenceModel.Case wanted = reference.cases().get(i);
            float[] row = rows.get(i);
            assertEquals(wanted.values().size(), row.length, how);
            for (int k = 0; k < row.length; k++) {
                double difference = Math.abs((double) row[k] - wanted.values().get(k));
                if (!(difference <= TOLERANCE)) { // NaN is no better
                    fail("%s, text %d \"%s\", number %d differs by %.2e"
                            .formatted(how, i, wanted.text(), k, difference));
                }
            }
        }
    }
}
