package io.modeldeployment.server.model;

import java.util.Arrays;
import java.util.Optional;

/**
 * The element types a safetensors header may name, with their size in bytes.
 *
 * <p>Source: the format's own list at <a href="https://github.com/huggingface/safetensors">huggingface/safetensors</a>.
 */
public enum DType {
    BOOL(1),
    U8(1),
    I8(1),
    F8_E4M3(1),
    F8_E5M2(1),
    I16(2),
    U16(2),
    F16(2),
    BF16(2),
    I32(4),
    U32(4),
    F32(4),
    I64(8),
    U64(8),
    F64(8);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Size of one element in bytes. */
    public int bytes() {
        return bytes;
    }

    /** The type of that name, or empty where the format does not know it. */
    static Optional<DType> named(String name) {
        return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
    }
}
