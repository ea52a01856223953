package io.modeldeployment.server.web.openai;

import com.fasterxml.jackson.annotation.JsonValue;
import io.modeldeployment.server.inference.InvalidInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** How vectors are written. */
enum VectorFormat {
    /** As a list of numbers. */
    FLOAT {
        @Override
        Vector write(float[] vector) {
            return new Numbers(vector);
        }
    },
    /** As base64 of little-endian float32, which is a third as long and needs no parsing. */
    BASE64 {
        @Override
        Vector write(float[] vector) {
            ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * vector.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(vector);
            return new Encoded(Base64.getEncoder().encodeToString(bytes.array()));
        }
    };

    private static final String FIELD = "encoding_format";

    /** A vector as it stands in the answer. */
    sealed interface Vector {}

    @SuppressWarnings("ArrayRecordComponent")
    private record Numbers(@JsonValue float[] values) implements Vector {}

    private record Encoded(@JsonValue String base64) implements Vector {}

    /**
     * The format of that name.
     *
     * @param name what the request says, null for the default
     * @throws InvalidInputException when there is no such format
     */
    static VectorFormat named(@Nullable String name) {
        return switch (name) {
            case null -> FLOAT;
            case "float" -> FLOAT;
            case "base64" -> BASE64;
            default ->
                throw new InvalidInputException(
                        FIELD, "\"encoding_format\" is neither \"float\" nor \"base64\": send one of these.");
        };
    }

    /** Puts a vector into this format. */
    abstract Vector write(float[] vector);
}
