package io.modeldeployment.server.train;

import io.modeldeployment.server.model.DType;
import io.modeldeployment.server.model.SafeTensors;
import io.modeldeployment.server.model.TensorInfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Keeps the features of a whole corpus, the costly part of training, so that heads for several training sizes or seeds cost
 * one pass of the encoder. A file's name is the digest of all that its content depends on.
 */
final class FeatureCache {
    private static final String TENSOR = "features";
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path file;

    /**
     * @param directory where the files lie, made when first written to
     * @param key names encoder, corpus and settings; equal keys mean equal features
     */
    FeatureCache(Path directory, String key) {
        this.file = directory.resolve("features-" + key + ".safetensors");
    }

    /** {@return the features {@code [texts][hidden]} stored under this key, if there are any} */
    Optional<float[][]> read() {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (SafeTensors stored = SafeTensors.open(file);
                Arena arena = Arena.ofConfined()) {
            TensorInfo tensor = stored.tensors().get(TENSOR);
            if (tensor == null || tensor.dtype() != DType.F32 || tensor.shape().size() != 2) {
                return Optional.empty();
            }
            MemorySegment bytes = stored.map(tensor, arena);
            int rows = Math.toIntExact(tensor.shape().getFirst());
            int width = Math.toIntExact(tensor.shape().getLast());
            float[][] features = new float[rows][width];
            for (int row = 0; row < rows; row++) {
                MemorySegment.copy(bytes, FLOAT, (long) row * width * Float.BYTES, features[row], 0, width);
            }
            return Optional.of(features);
        }
    }

    /**
     * Stores features under this key.
     *
     * @param features {@code [texts][hidden]}, at least one text
     * @throws IOException where the file cannot be written
     */
    void write(float[][] features) throws IOException {
        int width = features[0].length;
        float[] flat = new float[features.length * width];
        for (int row = 0; row < features.length; row++) {
            System.arraycopy(features[row], 0, flat, row * width, width);
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        SafeTensorsWriter.write(file, List.of(SafeTensorsWriter.Tensor.of(TENSOR, flat, features.length, width)));
    }
}
