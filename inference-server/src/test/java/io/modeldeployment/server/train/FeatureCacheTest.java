package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Features read back must be the ones computed, and only under the key they were computed for. */
class FeatureCacheTest {
    @TempDir
    private Path directory;

    @Test
    void givesBackWhatWasStoredUnderTheSameKeyOnly() throws IOException {
        float[][] features = {{1, 2, 3}, {4, 5, Float.MIN_VALUE}};

        new FeatureCache(directory.resolve("new"), "a").write(features);

        float[][] read = new FeatureCache(directory.resolve("new"), "a").read().orElseThrow();
        assertArrayEquals(features[0], read[0]);
        assertArrayEquals(features[1], read[1]);
        assertTrue(new FeatureCache(directory.resolve("new"), "b").read().isEmpty());
    }
}
