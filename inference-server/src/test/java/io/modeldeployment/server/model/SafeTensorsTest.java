package io.modeldeployment.server.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.SafeTensorsFile;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTensorsTest {
    @TempDir
    private Path directory;

    @Test
    void mapsEveryTensorAtItsOffset() throws IOException {
        Path file = directory.resolve("model.safetensors");
        new SafeTensorsFile(1)
                .floats("first", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .floats("scalar", new float[] {7})
                .write(file);

        try (SafeTensors tensors = SafeTensors.open(file);
                Arena arena = Arena.ofConfined()) {
            TensorInfo first = tensor(tensors, "first");
            assertEquals(List.of(2L, 3L), first.shape());
            MemorySegment mapped = tensors.map(first, arena);
            assertEquals(6f, mapped.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, 5));
            MemorySegment scalar = tensors.map(tensor(tensors, "scalar"), arena);
            assertEquals(7f, scalar.get(ValueLayout.JAVA_FLOAT_UNALIGNED, 0));
        }
    }

    @Test
    void readsAnEmptyTensor() throws IOException {
        Path file = directory.resolve("model.safetensors");
        new SafeTensorsFile(1)
                .floats("none", new float[0], 0, 4)
                .floats("one", new float[] {1}, 1)
                .write(file);

        try (SafeTensors tensors = SafeTensors.open(file)) {
            assertEquals(List.of("none", "one"), List.copyOf(tensors.tensors().keySet()));
        }
    }

    static Stream<Arguments> badFiles() {
        byte[] good = new SafeTensorsFile(1).floats("a", new float[] {1, 2}, 2).bytes();
        return Stream.of(
                Arguments.of("empty file", new byte[0], "too few for a header"),
                Arguments.of("seven bytes", new byte[7], "too few for a header"),
                Arguments.of("length 0", longs(0), "header of 0 bytes"),
                Arguments.of("length −1", longs(-1), "header of 18446744073709551615 bytes"),
                Arguments.of("length of 1 TB", longs(1L << 40), "header of 1099511627776 bytes"),
                Arguments.of("length past the end", longs(50), "is cut off"),
                Arguments.of("header cut off", Arrays.copyOf(good, 20), "is cut off"),
                Arguments.of("data cut off", Arrays.copyOf(good, good.length - 1), "the file holds 7 bytes of tensors"),
                Arguments.of("data too long", Arrays.copyOf(good, good.length + 3), "3 bytes after its last tensor"),
                Arguments.of("not JSON", raw("{hello}"), "not valid JSON"),
                Arguments.of("not an object", raw("[1, 2]"), "not a JSON object"),
                Arguments.of(
                        "the same name twice",
                        raw("{\"a\":" + entry("F32", "[1]", "[0,4]") + ",\"a\":" + entry("F32", "[1]", "[4,8]") + "}"),
                        "not valid JSON"),
                Arguments.of("entry is no object", raw("{\"a\": 7}"), "unknown dtype"),
                Arguments.of("unknown dtype", tensor("F33", "[2]", "[0,8]"), "unknown dtype \"F33\""),
                Arguments.of("no shape", raw("{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}}"), "has no shape"),
                Arguments.of("negative shape", tensor("F32", "[-2]", "[0,8]"), "shape entry -2"),
                Arguments.of("fractional shape", tensor("F32", "[2.0]", "[0,8]"), "shape entry 2.0"),
                Arguments.of(
                        "shape past 64 bits",
                        tensor("F32", "[4611686018427387904, 4611686018427387904]", "[0,8]"),
                        "larger than any file"),
                Arguments.of("huge number", tensor("F32", "[99999999999999999999]", "[0,8]"), "shape entry 9999"),
                Arguments.of("no offsets", raw("{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}"), "no pair of data_offsets"),
                Arguments.of("three offsets", tensor("F32", "[2]", "[0,4,8]"), "no pair of data_offsets"),
                Arguments.of("end before begin", tensor("F32", "[2]", "[8,0]"), "claims the bytes 8 to 0"),
                Arguments.of("end past the file", tensor("F32", "[3]", "[0,12]"), "claims the bytes 0 to 12"),
                Arguments.of("length unlike shape", tensor("F32", "[3]", "[0,8]"), "needs 12 bytes, but claims 8"),
                Arguments.of("a gap", tensor("F32", "[1]", "[4,8]"), "leaves a gap"),
                Arguments.of(
                        "an overlap",
                        raw("{\"a\":" + entry("F32", "[2]", "[0,8]") + ",\"b\":" + entry("F32", "[1]", "[4,8]") + "}"),
                        "overlaps"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void refusesWithTheFileAndTheCause(String name, byte[] content, String cause) throws IOException {
        Path file = Files.write(directory.resolve("model.safetensors"), content);

        ModelFormatException refusal = assertThrows(ModelFormatException.class, () -> SafeTensors.open(file));

        String message = String.valueOf(refusal.getMessage());
        assertTrue(message.startsWith(file + ": "), message);
        assertTrue(message.contains(cause), message);
        assertFalse(message.contains("\n"), message);
    }

    @Test
    void refusesAMissingFile() {
        Path file = directory.resolve("nowhere.safetensors");
        ModelFormatException refusal = assertThrows(ModelFormatException.class, () -> SafeTensors.open(file));
        assertEquals(file + ": is missing; put the model's weights there", refusal.getMessage());
    }

    private static TensorInfo tensor(SafeTensors tensors, String name) {
        return Objects.requireNonNull(tensors.tensors().get(name));
    }

    private static byte[] longs(long length) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .array();
    }

    private static byte[] tensor(String dtype, String shape, String offsets) {
        return raw("{\"a\":" + entry(dtype, shape, offsets) + "}");
    }

    private static String entry(String dtype, String shape, String offsets) {
        return "{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
    }

    private static byte[] raw(String header) {
        return SafeTensorsFile.raw(header, new byte[8]);
    }
}
