package io.modeldeployment.server.web.kserve;

import io.modeldeployment.server.inference.InvalidInputException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The body of {@code POST /v2/models/{model}/infer}.
 *
 * @param id echoed in the answer
 * @param parameters what to do differently
 * @param inputs one tensor of texts
 * @param outputs the tensors to answer with; absent for the model's usual ones
 */
record InferRequest(
        @Nullable String id,
        @Nullable Parameters parameters,
        @Nullable List<@Nullable Tensor> inputs,
        @Nullable List<@Nullable Output> outputs) {

    /**
     * What to do differently.
     *
     * @param maxLength tokens a text is cut to, special tokens included
     * @param topK labels of each text, classifiers only
     * @param truncate false to refuse texts that are too long
     * @param binaryDataOutput must be absent or false
     */
    record Parameters(
            @Nullable Integer maxLength,
            @Nullable Integer topK,
            @Nullable Boolean truncate,
            @Nullable Boolean binaryDataOutput) {}

    /**
     * An input.
     *
     * @param name {@code text}
     * @param datatype {@code BYTES}
     * @param shape [n] or [n, 1]
     * @param parameters how the data is encoded
     * @param data n texts, flat or nested as the shape says
     */
    record Tensor(
            @Nullable String name,
            @Nullable String datatype,
            @Nullable List<@Nullable Integer> shape,
            @Nullable TensorParameters parameters,
            @Nullable JsonNode data) {}

    /**
     * How a tensor's data is encoded.
     *
     * @param contentType {@code str}, what clients of MLServer say of texts
     * @param binaryDataSize refused: data comes as JSON
     */
    record TensorParameters(
            @Nullable String contentType, @Nullable Integer binaryDataSize) {}

    /**
     * An output that is asked for.
     *
     * @param name which
     * @param parameters how to encode it
     */
    record Output(@Nullable String name, @Nullable OutputParameters parameters) {}

    /** @param binaryData must be absent or false */
    record OutputParameters(@Nullable Boolean binaryData) {}

    /** The parameters; all absent where the request has none. */
    Parameters choices() {
        return parameters == null ? new Parameters(null, null, null, null) : parameters;
    }

    /**
     * The names of the outputs that are asked for, empty for the usual ones.
     *
     * @throws InvalidInputException when one has no name, or shall be binary
     */
    List<String> outputNames() {
        if (Boolean.TRUE.equals(choices().binaryDataOutput())) {
            throw binary("parameters.binary_data_output");
        }
        return outputs == null
                ? List.of()
                : outputs.stream().map(InferRequest::name).toList();
    }

    private static String name(@Nullable Output output) {
        if (output == null || output.name() == null) {
            throw new InvalidInputException("outputs", "An entry of \"outputs\" has no \"name\": send {\"name\": …}.");
        }
        if (output.parameters() != null
                && Boolean.TRUE.equals(output.parameters().binaryData())) {
            throw binary("outputs.parameters.binary_data");
        }
        return output.name();
    }

    static InvalidInputException binary(String field) {
        return new InvalidInputException(
                field,
                "\"" + field + "\" asks for binary tensors, which are not supported: send and take JSON"
                        + " (binary_data=False in tritonclient).");
    }
}
