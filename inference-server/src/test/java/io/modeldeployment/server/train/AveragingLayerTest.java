package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.modeldeployment.server.backend.BatchLayout;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.backend.ModelBackend;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.backend.djl.DjlBackendLoader;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDirectory;
import io.modeldeployment.server.model.Pooling;
import io.modeldeployment.server.model.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The hand-made layer must compute what it is said to compute: LN(LN(first + mean)). */
class AveragingLayerTest {
    private static final TokenIds TEXT = TokenIds.of(1, 6, 7, 3, 4, 2);

    @TempDir
    private Path directory;

    @Test
    void addsTheMeanOverAllTokensToTheFirstOne() throws IOException {
        Path encoder = directory.resolve("encoder");
        Path averaged = Files.createDirectory(directory.resolve("averaged"));
        TinyEncoder.write(encoder);
        new ClassifierDirectory(ModelDirectory.read(encoder), 1).writeEncoder(averaged, 12);

        float[] first = compute(encoder, Pooling.CLS);
        float[] mean = compute(encoder, Pooling.MEAN);
        float[] sum = new float[first.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = first[i] + mean[i];
        }

        assertArrayEquals(normalized(normalized(sum)), compute(averaged, Pooling.CLS), 1e-5f);
    }

    private static float[] compute(Path path, Pooling pooling) {
        ModelDirectory model = ModelDirectory.read(path);
        try (Weights weights = Weights.open(path);
                ModelBackend backend = new DjlBackendLoader(DeviceChoice.CPU, BatchLayout.PACKED)
                        .load(model.config(), weights, new Head.Embedding(pooling, false))) {
            return backend.forward(List.of(TEXT)).getFirst();
        }
    }

    private static float[] normalized(float[] values) {
        double mean = 0;
        double variance = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) ((values[i] - mean) / Math.sqrt(variance + 1e-12));
        }
        return result;
    }
}
