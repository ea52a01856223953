package io.modeldeployment.server.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Parses and checks the header of a safetensors file, so that nothing behind it ever trusts an offset that lies.
 *
 * <p>Layout: 8 bytes little-endian header length, that many bytes of JSON, then the tensors' bytes without gap or overlap.
 */
final class SafeTensorsHeader {
    /** The reference reader's own bound on the JSON part, in bytes. */
    private static final long MAX_HEADER = 100_000_000;

    private static final int LENGTH_FIELD = Long.BYTES;
    private static final String FETCH_AGAIN = "copy or download the file again";
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final Path file;
    private final long fileSize;
    private final long dataStart;

    private SafeTensorsHeader(Path file, long fileSize, long headerLength) {
        this.file = file;
        this.fileSize = fileSize;
        this.dataStart = LENGTH_FIELD + headerLength;
    }

    /**
     * Reads the header.
     *
     * @return the tensors by name, in the order of their bytes
     * @throws ModelFormatException when the header breaks the format or promises bytes that are not there
     */
    static Map<String, TensorInfo> read(FileChannel channel, Path file) throws IOException {
        long size = channel.size();
        if (size < LENGTH_FIELD) {
            throw new ModelFormatException(file, "has " + size + " bytes, too few for a header", FETCH_AGAIN);
        }
        long length = readFully(channel, 0, LENGTH_FIELD).getLong(0);
        if (length < 2 || length > MAX_HEADER) {
            throw new ModelFormatException(
                    file,
                    "declares a header of " + Long.toUnsignedString(length) + " bytes (allowed: 2 to " + MAX_HEADER
                            + ")",
                    "this is no safetensors file, or it is damaged: " + FETCH_AGAIN);
        }
        if (length > size - LENGTH_FIELD) {
            throw new ModelFormatException(
                    file, "is cut off: its header should have " + length + " bytes, the file has " + size, FETCH_AGAIN);
        }
        byte[] json = readFully(channel, LENGTH_FIELD, (int) length).array();
        return new SafeTensorsHeader(file, size, length).tensors(json);
    }

    private static ByteBuffer readFully(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new IOException("end of file at byte " + (from + bytes.position()));
            }
        }
        return bytes;
    }

    private Map<String, TensorInfo> tensors(byte[] json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JacksonException e) {
            throw new ModelFormatException(
                    file, "its header is not valid JSON: " + e.getOriginalMessage(), FETCH_AGAIN);
        }
        if (!root.isObject()) {
            throw new ModelFormatException(file, "its header is not a JSON object", FETCH_AGAIN);
        }
        List<TensorInfo> found = new ArrayList<>();
        root.properties().stream()
                .filter(entry -> !entry.getKey().equals("__metadata__"))
                .forEach(entry -> found.add(tensor(entry.getKey(), entry.getValue())));
        found.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::length));
        checkContiguous(found);
        Map<String, TensorInfo> byName = new LinkedHashMap<>();
        found.forEach(tensor -> byName.put(tensor.name(), tensor));
        return byName;
    }

    private TensorInfo tensor(String name, JsonNode entry) {
        String typeName = entry.path("dtype").asString("");
        DType dtype = DType.named(typeName).orElseThrow(() -> bad(name, "has the unknown dtype \"" + typeName + "\""));
        JsonNode offsets = entry.path("data_offsets");
        if (!offsets.isArray() || offsets.size() != 2) {
            throw bad(name, "has no pair of data_offsets");
        }
        long begin = natural(name, "data_offsets", offsets.path(0));
        long end = natural(name, "data_offsets", offsets.path(1));
        if (end < begin || end > fileSize - dataStart) {
            throw bad(
                    name,
                    "claims the bytes " + begin + " to " + end + ", but the file holds " + (fileSize - dataStart)
                            + " bytes of tensors");
        }
        List<Long> shape = shape(name, entry.path("shape"));
        long expected = byteLength(name, shape, dtype);
        if (expected != end - begin) {
            throw bad(
                    name,
                    "of shape " + shape + " and dtype " + dtype + " needs " + expected + " bytes, but claims "
                            + (end - begin));
        }
        return new TensorInfo(name, dtype, shape, dataStart + begin, end - begin);
    }

    private List<Long> shape(String name, JsonNode node) {
        if (!node.isArray()) {
            throw bad(name, "has no shape");
        }
        return node.values().stream()
                .map(dimension -> natural(name, "shape", dimension))
                .toList();
    }

    private long natural(String name, String field, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw bad(name, "has the " + field + " entry " + value + ", not a whole number of 0 or more");
        }
        return value.longValue();
    }

    private long byteLength(String name, List<Long> shape, DType dtype) {
        try {
            long length = dtype.bytes();
            for (long dimension : shape) {
                length = Math.multiplyExact(length, dimension);
            }
            return length;
        } catch (ArithmeticException _) {
            throw bad(name, "of shape " + shape + " is larger than any file");
        }
    }

    private void checkContiguous(List<TensorInfo> byOffset) {
        long next = dataStart;
        for (TensorInfo tensor : byOffset) {
            if (tensor.offset() != next) {
                String what = tensor.offset() < next ? "overlaps the tensor before it" : "leaves a gap before it";
                throw bad(tensor.name(), what + " at byte " + (tensor.offset() - dataStart));
            }
            next = tensor.offset() + tensor.length();
        }
        if (next != fileSize) {
            throw new ModelFormatException(
                    file, "has " + (fileSize - next) + " bytes after its last tensor", FETCH_AGAIN);
        }
    }

    private ModelFormatException bad(String tensor, String what) {
        return new ModelFormatException(file, "tensor \"" + tensor + "\" " + what, FETCH_AGAIN);
    }
}
