package io.modeldeployment.server.train;

import io.modeldeployment.server.model.DType;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Writes a safetensors file that other tools read: 8 bytes of header length, the header as JSON, the tensors end to end. */
public final class SafeTensorsWriter {
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int ALIGNMENT = 8;

    private SafeTensorsWriter() {}

    /**
     * A tensor to write.
     *
     * @param name its name in the checkpoint
     * @param dtype its element type
     * @param shape its dimensions
     * @param bytes its elements, little-endian, row by row
     */
    public record Tensor(String name, DType dtype, List<Long> shape, MemorySegment bytes) {
        /**
         * A float32 tensor of values on the heap.
         *
         * @param name its name in the checkpoint
         * @param values its elements, row by row
         * @param shape dimensions whose product is the number of values
         * @return the tensor
         */
        public static Tensor of(String name, float[] values, long... shape) {
            MemorySegment bytes = Arena.ofAuto().allocate((long) values.length * Float.BYTES, Float.BYTES);
            for (int i = 0; i < values.length; i++) {
                bytes.set(FLOAT, (long) i * Float.BYTES, values[i]);
            }
            return new Tensor(name, DType.F32, Arrays.stream(shape).boxed().toList(), bytes);
        }
    }

    /**
     * Writes the tensors in the order given; the file appears under its name only when it is whole.
     *
     * @param file where to write, replaced where it exists
     * @param tensors tensors with distinct names
     * @throws IOException where the file cannot be written
     */
    public static void write(Path file, List<Tensor> tensors) throws IOException {
        byte[] header = header(tensors);
        long size = Long.BYTES + header.length;
        for (Tensor tensor : tensors) {
            size += tensor.bytes.byteSize();
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
                Arena arena = Arena.ofConfined()) {
            MemorySegment out = channel.map(MapMode.READ_WRITE, 0, size, arena);
            out.set(LONG, 0, header.length);
            MemorySegment.copy(MemorySegment.ofArray(header), 0, out, Long.BYTES, header.length);
            long at = Long.BYTES + header.length;
            for (Tensor tensor : tensors) {
                MemorySegment.copy(tensor.bytes, 0, out, at, tensor.bytes.byteSize());
                at += tensor.bytes.byteSize();
            }
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static byte[] header(List<Tensor> tensors) {
        JsonMapper json = JsonMapper.shared();
        ObjectNode root = json.createObjectNode();
        root.putPOJO("__metadata__", Map.of("format", "pt")); // transformers refuses a file that does not say so
        long at = 0;
        for (Tensor tensor : tensors) {
            long end = at + tensor.bytes.byteSize();
            root.putObject(tensor.name)
                    .put("dtype", tensor.dtype.name())
                    .putPOJO("shape", tensor.shape)
                    .putPOJO("data_offsets", List.of(at, end));
            at = end;
        }
        String text = json.writeValueAsString(root);
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        return (text + " ".repeat(Math.floorMod(-length, ALIGNMENT))).getBytes(StandardCharsets.UTF_8);
    }
}
