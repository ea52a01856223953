package io.modeldeployment.operator.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/** A number as services write it into JSON: as a number, a text, or true and false. */
final class JsonNumber {
    private JsonNumber() {}

    /** The number; NaN is none, and says so. Empty where there is nothing like a number. */
    static Optional<Reading> read(JsonNode node) {
        if (node.isBoolean()) {
            return Optional.of(new Reading.Value(node.asBoolean() ? 1 : 0));
        }
        return node.isNumber() ? Optional.of(reading(node.asDouble())) : parse(node.isTextual() ? node.asText() : "");
    }

    private static Optional<Reading> parse(String text) {
        return switch (text) {
            case "+Inf", "Inf" -> Optional.of(reading(Double.POSITIVE_INFINITY));
            case "-Inf" -> Optional.of(reading(Double.NEGATIVE_INFINITY));
            default -> {
                try {
                    yield Optional.of(reading(Double.parseDouble(text)));
                } catch (NumberFormatException e) {
                    yield Optional.empty();
                }
            }
        };
    }

    private static Reading reading(double value) {
        return Double.isNaN(value)
                ? new Reading.None("the value is NaN: there was nothing to divide by, as a rule")
                : new Reading.Value(value);
    }
}
