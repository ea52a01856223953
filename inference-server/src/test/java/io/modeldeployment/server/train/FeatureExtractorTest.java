package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Batching by length must not mix up whose features are whose. */
class FeatureExtractorTest {
    private final List<String> lines = new ArrayList<>();

    /** Answers the first id and the length of each text, and notes the tokens of each batch. */
    private static final class EchoBackend implements ModelBackend {
        private final List<Integer> batchTokens = Collections.synchronizedList(new ArrayList<>());

        @Override
        public List<float[]> forward(List<TokenIds> texts) {
            batchTokens.add(texts.stream().mapToInt(TokenIds::length).sum());
            return texts.stream()
                    .map(text -> new float[] {text.ids()[0], text.length()})
                    .toList();
        }

        @Override
        public int outputSize() {
            return 2;
        }

        @Override
        public long weightBytes() {
            return 0;
        }

        @Override
        public String device() {
            return "cpu";
        }

        @Override
        public void close() {}
    }

    private Progress progress(int total) {
        return new Progress("features", total, () -> 0, lines::add);
    }

    @Test
    void givesEachTextItsOwnFeaturesInTheOrderGiven() throws InterruptedException {
        Random random = new Random(1);
        List<TokenIds> texts = IntStream.range(0, 300)
                .mapToObj(i -> {
                    long[] ids = new long[1 + random.nextInt(128)];
                    ids[0] = i;
                    return TokenIds.of(ids);
                })
                .toList();
        EchoBackend backend = new EchoBackend();

        float[][] features = new FeatureExtractor(backend, 2, progress(300)).extract(texts);

        for (int i = 0; i < features.length; i++) {
            assertArrayEquals(new float[] {i, texts.get(i).length()}, features[i]);
        }
        assertTrue(backend.batchTokens.stream().allMatch(tokens -> tokens <= 256), backend.batchTokens.toString());
        assertEquals(List.of("features: 300 in 0.0 s"), lines);
    }

    @Test
    void takesATextThatIsLongerThanABatchAlone() throws InterruptedException {
        float[][] features =
                new FeatureExtractor(new EchoBackend(), 1, progress(1)).extract(List.of(TokenIds.of(new long[400])));

        assertEquals(400, features[0][1]);
    }

    @Test
    void endsWithOneLineWhenTheEngineFails() {
        ModelBackend failing = new ModelBackend() {
            @Override
            public List<float[]> forward(List<TokenIds> texts) {
                throw new BackendException("out of memory");
            }

            @Override
            public int outputSize() {
                return 2;
            }

            @Override
            public long weightBytes() {
                return 0;
            }

            @Override
            public String device() {
                return "cpu";
            }

            @Override
            public void close() {}
        };

        TrainingException e = assertThrows(
                TrainingException.class,
                () -> new FeatureExtractor(failing, 1, progress(1)).extract(List.of(TokenIds.of(1))));

        assertEquals("the encoder failed: out of memory", e.getMessage());
    }
}
