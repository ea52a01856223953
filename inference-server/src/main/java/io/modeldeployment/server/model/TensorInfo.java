package io.modeldeployment.server.model;

import java.util.List;

/**
 * One tensor of a safetensors file, as its validated header describes it.
 *
 * @param name the tensor's name in the checkpoint
 * @param dtype its element type
 * @param shape its dimensions, empty for a scalar
 * @param offset where its first byte lies, from the start of the file
 * @param length its size in bytes, equal to the product of the dimensions and the element size
 */
public record TensorInfo(String name, DType dtype, List<Long> shape, long offset, long length) {
    public TensorInfo {
        shape = List.copyOf(shape);
    }

    /** How many numbers it holds. */
    double elements() {
        return shape.stream().mapToDouble(Long::doubleValue).reduce(1, (a, b) -> a * b);
    }
}
