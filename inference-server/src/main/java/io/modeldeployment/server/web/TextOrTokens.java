package io.modeldeployment.server.web;

import io.modeldeployment.server.inference.InvalidInputException;
import io.modeldeployment.server.inference.ModelInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the field that OpenAI and Text Embeddings Inference take in four forms: a text, token ids, or a list of either. */
public final class TextOrTokens {
    private static final String FORMS =
            "send a text, a list of texts, a list of token ids, or a list of lists of token ids";

    private TextOrTokens() {}

    /**
     * The inputs in a field.
     *
     * @param field its name
     * @param value what the request has there, null where it has nothing
     * @return as many as there are; texts and ids are not checked yet
     * @throws InvalidInputException when it has another form
     */
    public static List<ModelInput> read(String field, @Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            throw new InvalidInputException(field, "\"" + field + "\" is missing: " + FORMS + ".");
        }
        if (value.isArray() && (value.isEmpty() || !value.get(0).isNumber())) {
            List<ModelInput> inputs = new ArrayList<>(value.size());
            for (int i = 0; i < value.size(); i++) {
                inputs.add(one(field + "[" + i + "]", value.get(i)));
            }
            return inputs;
        }
        return List.of(one(field, value));
    }

    private static ModelInput one(String name, JsonNode value) {
        if (value.isString()) {
            return new ModelInput.Text(value.stringValue());
        }
        if (!value.isArray()) {
            throw wrongType(name);
        }
        long[] ids = new long[value.size()];
        for (int i = 0; i < ids.length; i++) {
            JsonNode id = value.get(i);
            if (!id.isIntegralNumber() || !id.canConvertToInt()) {
                throw wrongType(name + "[" + i + "]");
            }
            ids[i] = id.intValue();
        }
        return new ModelInput.Tokens(ids);
    }

    private static InvalidInputException wrongType(String name) {
        return new InvalidInputException(name, "\"" + name + "\" has the wrong type: " + FORMS + ".");
    }
}
