package io.modeldeployment.server.backend.djl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.fixture.ReferenceBert;
import io.modeldeployment.server.fixture.TinyBert;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Pooling;
import io.modeldeployment.server.model.Quantization;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.model.Weights;
import io.modeldeployment.server.scoring.Agreement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DjlBackendTest {
    private static final float CLOSE = 1e-5f;

    @TempDir
    private static Path directory;

    private static ModelBackend load(Head head, BatchLayout layout) {
        TinyBert.write(directory);
        try (Weights weights = Weights.open(directory)) {
            return new DjlBackendLoader(DeviceChoice.CPU, layout)
                    .load(ModelDirectory.read(directory).config(), weights, head);
        }
    }

    private static ModelBackend load(Head head, Quantization quantization) {
        TinyBert.write(directory);
        try (Weights weights = Weights.open(directory)) {
            return new DjlBackendLoader(DeviceChoice.CPU, BatchLayout.PACKED)
                    .load(ModelDirectory.read(directory).config(), weights, head, quantization);
        }
    }

    private static Head classifier() {
        TinyBert.write(directory);
        try (Weights weights = Weights.open(directory)) {
            return ModelDirectory.read(directory).head(Task.AUTO, weights);
        }
    }

    private static List<TokenIds> texts(int count, long seed) {
        Random random = new Random(seed);
        return IntStream.range(0, count)
                .mapToObj(i ->
                        TokenIds.of(random.longs(1 + random.nextInt(40), 0, 56).toArray()))
                .toList();
    }

    static Stream<Head> heads() {
        return Stream.of(
                classifier(),
                new Head.Embedding(Pooling.MEAN, true),
                new Head.Embedding(Pooling.MEAN, false),
                new Head.Embedding(Pooling.CLS, false));
    }

    @ParameterizedTest
    @MethodSource("heads")
    void computesTheSamePackedPaddedAndAlone(Head head) {
        List<TokenIds> texts = texts(24, 3);
        try (ModelBackend packed = load(head, BatchLayout.PACKED);
                ModelBackend padded = load(head, BatchLayout.PADDED)) {
            List<float[]> together = packed.forward(texts);
            List<float[]> reference = padded.forward(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertEquals(packed.outputSize(), together.get(i).length);
                assertArrayEquals(reference.get(i), together.get(i), CLOSE, "padded, text " + i);
                assertArrayEquals(
                        packed.forward(List.of(texts.get(i))).getFirst(), together.get(i), CLOSE, "alone, text " + i);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"FP16, 0.9999", "INT8, 0.99", "INT4, 0.9"})
    void staysCloseToFloat32WhenQuantised(Quantization quantization, double cosine) {
        List<TokenIds> texts = texts(24, 4);
        Head head = new Head.Embedding(Pooling.MEAN, true);
        try (ModelBackend exact = load(head, BatchLayout.PACKED);
                ModelBackend quantised = load(head, quantization)) {
            Agreement agreement = Agreement.ofVectors(exact.forward(texts), quantised.forward(texts));
            assertTrue(agreement.worst() > cosine, agreement.toString());
            assertTrue(agreement.worst() < 1 - 1e-9, "nothing was quantised: " + agreement);
        }
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void answersATextTheSameWhateverItsBatch(Quantization quantization) {
        List<TokenIds> texts = texts(24, 5);
        try (ModelBackend backend = load(classifier(), quantization)) {
            List<float[]> together = backend.forward(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertArrayEquals(backend.forward(List.of(texts.get(i))).getFirst(), together.get(i), CLOSE);
            }
        }
    }

    /** What a head that reads first tokens leaves out of the last layer must not be missed. */
    @ParameterizedTest
    @EnumSource(BatchLayout.class)
    void computesWhatAllTokensThroughAllLayersGive(BatchLayout layout) {
        List<TokenIds> texts = texts(12, 8);
        Head first = new Head.Embedding(Pooling.CLS, false);
        try (ModelBackend logits = load(classifier(), layout);
                ModelBackend states = load(first, layout);
                Weights weights = Weights.open(directory)) {
            ReferenceBert reference = new ReferenceBert(weights, TinyBert.LAYERS, TinyBert.HEADS);
            List<float[]> logitRows = logits.forward(texts);
            List<float[]> stateRows = states.forward(texts);
            for (int i = 0; i < texts.size(); i++) {
                assertArrayEquals(floats(reference.logits(texts.get(i))), logitRows.get(i), CLOSE, "text " + i);
                assertArrayEquals(
                        floats(reference.hiddenStates(texts.get(i))[0]), stateRows.get(i), CLOSE, "text " + i);
            }
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }

    @Test
    void tellsTextsApart() {
        try (ModelBackend backend = load(classifier(), BatchLayout.PACKED)) {
            List<float[]> rows = backend.forward(List.of(TokenIds.of(2, 4, 3), TokenIds.of(2, 5, 3)));
            assertTrue(Math.abs(rows.get(0)[0] - rows.get(1)[0]) > 100 * CLOSE);
            assertEquals(TinyBert.LABELS, rows.getFirst().length);
        }
    }

    @Test
    void scalesNormalisedEmbeddingsToLengthOne() {
        try (ModelBackend backend = load(new Head.Embedding(Pooling.MEAN, true), BatchLayout.PACKED)) {
            for (float[] row : backend.forward(texts(5, 9))) {
                double square = IntStream.range(0, row.length)
                        .mapToDouble(i -> (double) row[i] * row[i])
                        .sum();
                assertEquals(1, square, CLOSE);
            }
        }
    }

    @Test
    void holdsNothingBetweenCalls() {
        try (DjlBackend backend = (DjlBackend) load(classifier(), BatchLayout.PACKED)) {
            backend.forward(texts(4, 1));
            int held = backend.heldResources();
            for (int i = 0; i < 50; i++) {
                backend.forward(texts(1 + i % 7, i));
            }
            assertThrows(BackendException.class, () -> backend.forward(List.of(TokenIds.of(1_000_000))));
            assertEquals(held, backend.heldResources());
        }
    }

    @Test
    void goesOnAfterABatchTheEngineRefuses() {
        try (ModelBackend backend = load(classifier(), BatchLayout.PACKED)) {
            assertThrows(BackendException.class, () -> backend.forward(List.of(TokenIds.of(1_000_000))));
            assertEquals(1, backend.forward(texts(1, 1)).size());
        }
    }

    @Test
    void givesSeveralThreadsTheSameAnswersAsOne() throws Exception {
        try (ModelBackend backend = load(classifier(), BatchLayout.PACKED);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<TokenIds> texts = texts(16, 5);
            List<float[]> expected = backend.forward(texts);
            Callable<List<float[]>> call = () -> backend.forward(texts);
            List<Future<List<float[]>>> answers = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                answers.add(threads.submit(call));
            }
            for (Future<List<float[]>> answer : answers) {
                for (int i = 0; i < texts.size(); i++) {
                    assertArrayEquals(expected.get(i), answer.get().get(i), CLOSE);
                }
            }
        }
    }

    @Test
    void refusesCudaWhereThereIsNone() {
        BackendException refusal =
                assertThrows(BackendException.class, () -> new DjlBackendLoader(DeviceChoice.CUDA, BatchLayout.PACKED));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("--device cuda: PyTorch sees no CUDA device here"));
    }
}
