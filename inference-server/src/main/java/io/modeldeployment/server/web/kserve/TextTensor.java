package io.modeldeployment.server.web.kserve;

import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.inference.ModelInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the one input tensor, and says of a wrong one what the right one is. */
final class TextTensor {
    /** The tensor's name. */
    static final String NAME = "text";
    /** The protocol's type for strings. */
    static final String DATATYPE = "BYTES";
    /** Where its texts stand in the request, for messages. */
    static final String FIELD = "inputs[0].data";

    private static final String EXAMPLE =
            "{\"name\": \"text\", \"datatype\": \"BYTES\", \"shape\": [2], \"data\": [\"a\", \"b\"]}";

    private TextTensor() {}

    /**
     * The texts of a request.
     *
     * @throws InvalidInputException when there is not just one tensor of texts
     */
    static List<ModelInput> read(@Nullable List<InferRequest.@Nullable Tensor> inputs) {
        if (inputs == null || inputs.size() != 1) {
            throw wrong("inputs", "\"inputs\" has %d tensors: send one".formatted(inputs == null ? 0 : inputs.size()));
        }
        InferRequest.Tensor tensor = inputs.getFirst();
        if (tensor == null || !NAME.equals(tensor.name())) {
            throw wrong("inputs[0].name", "\"inputs[0].name\" is not \"text\": send");
        }
        if (!DATATYPE.equals(tensor.datatype())) {
            throw wrong("inputs[0].datatype", "\"inputs[0].datatype\" is not \"BYTES\": send texts, as in");
        }
        checkEncoding(tensor.parameters());
        if (tensor.data() == null || !tensor.data().isArray()) {
            throw wrong(FIELD, "\"inputs[0].data\" is no list: send");
        }
        List<ModelInput> texts = new ArrayList<>(tensor.data().size());
        for (int i = 0; i < tensor.data().size(); i++) {
            texts.add(text(FIELD + "[" + i + "]", tensor.data().get(i)));
        }
        checkShape(tensor.shape(), texts.size());
        return texts;
    }

    private static void checkEncoding(InferRequest.@Nullable TensorParameters parameters) {
        if (parameters == null) {
            return;
        }
        if (parameters.binaryDataSize() != null) {
            throw InferRequest.binary("inputs[0].parameters.binary_data_size");
        }
        if (parameters.contentType() != null && !parameters.contentType().equals("str")) {
            throw new InvalidInputException(
                    "inputs[0].parameters.content_type",
                    "\"inputs[0].parameters.content_type\" is not \"str\": send \"str\", or leave it out.");
        }
    }

    private static ModelInput text(String field, JsonNode value) {
        JsonNode text = value.isArray() && value.size() == 1 ? value.get(0) : value;
        if (!text.isString()) {
            throw wrong(field, "\"" + field + "\" is no string: send");
        }
        return new ModelInput.Text(text.stringValue());
    }

    private static void checkShape(@Nullable List<@Nullable Integer> shape, int count) {
        List<Integer> flat = List.of(count);
        if (!flat.equals(shape) && !List.of(count, 1).equals(shape)) {
            throw wrong(
                    "inputs[0].shape",
                    "\"inputs[0].shape\" is %s, and \"data\" has %d texts: send the shape [%d], as in"
                            .formatted(shape, count, count));
        }
    }

    private static InvalidInputException wrong(String field, String what) {
        return new InvalidInputException(field, what + " " + EXAMPLE + ".");
    }
}
