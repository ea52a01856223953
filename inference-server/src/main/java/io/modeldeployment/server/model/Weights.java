package io.modeldeployment.server.model;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** All tensors of a model directory by name, from one safetensors file or from the shards that an index lists. */
public final class Weights implements AutoCloseable {
    private static final String SINGLE = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final ValueLayout.OfShort HALF = ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final Path source;
    private final List<SafeTensors> files;
    private final Map<String, SafeTensors> fileOf = new HashMap<>();

    private Weights(Path source, List<SafeTensors> files) {
        this.source = source;
        this.files = List.copyOf(files);
        files.forEach(file -> file.tensors().keySet().forEach(name -> fileOf.put(name, file)));
    }

    /**
     * Opens the weights of a model directory and checks their headers.
     *
     * @throws ModelFormatException when there are none, or a header is wrong
     */
    public static Weights open(Path directory) {
        Path single = directory.resolve(SINGLE);
        Path index = directory.resolve(INDEX);
        if (Files.exists(single)) {
            return new Weights(single, List.of(SafeTensors.open(single)));
        }
        if (Files.exists(index)) {
            return new Weights(index, openShards(directory, index));
        }
        if (Files.exists(directory.resolve("pytorch_model.bin"))) {
            throw new ModelFormatException(
                    single,
                    "is missing; pytorch_model.bin is a pickle, which is code, and is not loaded",
                    "save the model again with save_pretrained(…, safe_serialization=True)");
        }
        throw new ModelFormatException(single, "is missing", "put the model's weights there");
    }

    private static List<SafeTensors> openShards(Path directory, Path index) {
        Map<String, JsonNode> shardOf = JsonFile.read(index)
                .object("weight_map")
                .orElseThrow(() -> new ModelFormatException(index, "has no weight_map", "copy the file again"));
        TreeSet<String> names = new TreeSet<>();
        shardOf.values().forEach(name -> names.add(name.asString()));
        List<SafeTensors> shards = new ArrayList<>();
        try {
            for (String name : names) {
                if (!name.matches("[A-Za-z0-9._-]+")) {
                    throw new ModelFormatException(
                            index, "names the file \"" + name + "\" outside its directory", "copy the file again");
                }
                shards.add(SafeTensors.open(directory.resolve(name)));
            }
            return shards;
        } catch (RuntimeException e) {
            shards.forEach(SafeTensors::close);
            throw e;
        }
    }

    /** The file that names the tensors: the single weights file or the index. */
    public Path source() {
        return source;
    }

    /** Whether there is a tensor of that name. */
    public boolean has(String name) {
        return fileOf.containsKey(name);
    }

    /**
     * Finds a tensor and checks its shape and type.
     *
     * @param name its name; a layer norm's {@code weight} and {@code bias} are also found as {@code gamma} and {@code beta}
     * @param shape the dimensions it must have, −1 for any
     * @throws ModelFormatException when it is missing, has other dimensions, or is not of a floating-point type
     */
    public TensorInfo require(String name, long... shape) {
        String stored = has(name) ? name : legacyName(name);
        SafeTensors file = fileOf.get(stored);
        if (file == null) {
            throw new ModelFormatException(
                    source, "has no tensor \"" + name + "\"", "use weights that fit the directory's config.json");
        }
        TensorInfo tensor = file.tensors().get(stored);
        if (tensor == null || !fits(tensor.shape(), shape)) {
            throw new ModelFormatException(
                    file.file(),
                    "tensor \"" + stored + "\" has the shape " + (tensor == null ? "?" : tensor.shape())
                            + " where config.json asks for " + describe(shape),
                    "use weights that fit the directory's config.json");
        }
        if (tensor.dtype() != DType.F32 && tensor.dtype() != DType.F16 && tensor.dtype() != DType.BF16) {
            throw new ModelFormatException(
                    file.file(),
                    "tensor \"" + stored + "\" is of dtype " + tensor.dtype(),
                    "save the model in float32, float16 or bfloat16");
        }
        return tensor;
    }

    // The first BERT checkpoints were converted from TensorFlow and still carry its names.
    private static String legacyName(String name) {
        return name.replace("LayerNorm.weight", "LayerNorm.gamma").replace("LayerNorm.bias", "LayerNorm.beta");
    }

    private static boolean fits(List<Long> actual, long... wanted) {
        if (actual.size() != wanted.length) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i] >= 0 && actual.get(i) != wanted[i]) {
                return false;
            }
        }
        return true;
    }

    private static String describe(long... shape) {
        List<String> parts = new ArrayList<>();
        for (long dimension : shape) {
            parts.add(dimension < 0 ? "any" : Long.toString(dimension));
        }
        return parts.toString();
    }

    /**
     * The bytes of a tensor as native-order float32: the mapped file itself where it is stored so, else a converted copy.
     *
     * @param tensor what {@link #require} returned
     * @param arena bounds the life of the bytes
     */
    public MemorySegment float32(TensorInfo tensor, Arena arena) {
        SafeTensors file = fileOf.get(tensor.name());
        if (file == null) {
            throw new IllegalArgumentException("not of these weights: " + tensor.name());
        }
        MemorySegment stored = file.map(tensor, arena);
        if (tensor.dtype() == DType.F32) {
            // libtorch reads floats at their natural alignment, which a header of odd length would break.
            return stored.address() % Float.BYTES == 0
                    ? stored
                    : arena.allocate(stored.byteSize(), Float.BYTES).copyFrom(stored);
        }
        return widen(stored, tensor.dtype(), arena);
    }

    private static MemorySegment widen(MemorySegment halves, DType dtype, Arena arena) {
        long count = halves.byteSize() / Short.BYTES;
        MemorySegment floats = arena.allocate(count * Float.BYTES, Float.BYTES);
        for (long i = 0; i < count; i++) {
            short half = halves.get(HALF, i * Short.BYTES);
            // A bfloat16 is the upper half of a float32.
            float value = dtype == DType.BF16 ? Float.intBitsToFloat(half << 16) : Float.float16ToFloat(half);
            floats.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
        }
        return floats;
    }

    @Override
    public void close() {
        files.forEach(SafeTensors::close);
    }
}
