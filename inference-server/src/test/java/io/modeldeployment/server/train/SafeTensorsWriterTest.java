package io.modeldeployment.server.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.server.model.SafeTensors;
import io.modeldeployment.server.model.TensorInfo;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the trainer writes must be what readers of the format find. */
class SafeTensorsWriterTest {
    @TempDir
    private Path directory;

    @Test
    void writesWhatTheReaderReadsInTheOrderGiven() throws IOException {
        Path file = directory.resolve("model.safetensors");

        SafeTensorsWriter.write(
                file,
                List.of(
                        SafeTensorsWriter.Tensor.of("z", new float[] {1, 2, 3, 4, 5, 6}, 2, 3),
                        SafeTensorsWriter.Tensor.of("a", new float[] {-0.5f}, 1)));

        try (SafeTensors read = SafeTensors.open(file);
                Arena arena = Arena.ofConfined()) {
            assertEquals(List.of("z", "a"), List.copyOf(read.tensors().keySet()));
            TensorInfo z = Objects.requireNonNull(read.tensors().get("z"));
            assertEquals(List.of(2L, 3L), z.shape());
            assertArrayEquals(
                    new float[] {1, 2, 3, 4, 5, 6}, read.map(z, arena).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED));
        }
    }

    @Test
    void startsTheTensorsAtAMultipleOfEightAndNamesTheFormat() throws IOException {
        Path file = directory.resolve("model.safetensors");

        SafeTensorsWriter.write(file, List.of(SafeTensorsWriter.Tensor.of("name", new float[] {7}, 1)));

        byte[] bytes = Files.readAllBytes(file);
        long header = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        assertEquals(0, header % 8);
        assertEquals(8 + header + Float.BYTES, bytes.length);
        String json = new String(bytes, 8, (int) header, StandardCharsets.UTF_8).strip();
        assertEquals(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + "\"name\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
                json);
    }

    @Test
    void leavesNoPartialFileBehindAndReplacesAnEarlierOne() throws IOException {
        Path file = directory.resolve("model.safetensors");
        Files.writeString(file, "x".repeat(10_000));

        SafeTensorsWriter.write(file, List.of(SafeTensorsWriter.Tensor.of("t", new float[3], 3)));

        try (SafeTensors read = SafeTensors.open(file);
                var files = Files.list(directory)) {
            assertEquals(1, read.tensors().size());
            assertEquals(1, files.count());
        }
    }
}
