package io.modeldeployment.server.web.kserve;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body that answers {@code POST /v2/models/{model}/infer}.
 *
 * @param modelName the model
 * @param modelVersion its revision
 * @param id the request's id, null where it had none
 * @param outputs one tensor for each output
 */
record InferResponse(
        String modelName, String modelVersion, @Nullable String id, List<Tensor> outputs) {
    /**
     * An output.
     *
     * @param name which
     * @param datatype BYTES or FP32
     * @param shape its dimensions, the first of them the texts
     * @param data its elements, row by row
     */
    record Tensor(String name, String datatype, List<Integer> shape, Data data) {
        static Tensor floats(String name, List<Integer> shape, float[] data) {
            return new Tensor(name, "FP32", shape, new Floats(data));
        }

        static Tensor strings(String name, List<Integer> shape, List<String> data) {
            return new Tensor(name, TextTensor.DATATYPE, shape, new Strings(data));
        }
    }

    /** The elements of a tensor, which are written as one flat list. */
    sealed interface Data {}

    /** Elements of an FP32 tensor. */
    @SuppressWarnings("ArrayRecordComponent")
    record Floats(@JsonValue float[] values) implements Data {}

    /** Elements of a BYTES tensor. */
    record Strings(@JsonValue List<String> values) implements Data {}
}
