package io.modeldeployment.server.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads one JSON file of a model directory, so that every wrong field is reported with its file and its name. */
final class JsonFile {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path file;
    private final JsonNode root;

    private JsonFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads a file that must be there.
     *
     * @throws ModelFormatException when it is missing, unreadable or not JSON
     */
    static JsonFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ModelFormatException(
                    file, "is missing", "point --model at a complete Hugging Face model directory");
        }
        try {
            return new JsonFile(file, JSON.readTree(Files.readAllBytes(file)));
        } catch (JacksonException e) {
            throw new ModelFormatException(file, "is not valid JSON: " + e.getOriginalMessage(), "write it again");
        } catch (IOException e) {
            throw new ModelFormatException(
                    file, "cannot be read: " + e.getMessage(), "check the file and its permissions");
        }
    }

    /** Reads a file that may be absent. */
    static Optional<JsonFile> readIfPresent(Path file) {
        return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
    }

    JsonNode root() {
        return root;
    }

    /** A whole number of at least 1 under the first of the names that is there. */
    int positiveInt(String... names) {
        return find(names)
                .filter(value -> value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0)
                .map(JsonNode::intValue)
                .orElseThrow(() -> wrong(names[0], "a whole number above 0"));
    }

    /** A whole number of at least 0, or the default where the field is absent or null. */
    int naturalInt(String name, int absent) {
        return optional(name, JsonNode::isIntegralNumber, "a whole number of 0 or more")
                .map(value -> {
                    if (!value.canConvertToInt() || value.intValue() < 0) {
                        throw wrong(name, "a whole number of 0 or more");
                    }
                    return value.intValue();
                })
                .orElse(absent);
    }

    /** A positive, finite number, or the default where the field is absent or null. */
    double positiveDouble(String name, double absent) {
        return optional(name, JsonNode::isNumber, "a number above 0")
                .map(value -> {
                    if (!(value.doubleValue() > 0 && Double.isFinite(value.doubleValue()))) {
                        throw wrong(name, "a number above 0");
                    }
                    return value.doubleValue();
                })
                .orElse(absent);
    }

    Optional<String> string(String name) {
        return optional(name, JsonNode::isString, "a string").map(JsonNode::stringValue);
    }

    /** True or false, or the default where the field is absent or null. */
    boolean flag(String name, boolean absent) {
        return optional(name, JsonNode::isBoolean, "true or false")
                .map(JsonNode::booleanValue)
                .orElse(absent);
    }

    /** A whole number, or the default where the field is absent or null. */
    int wholeNumber(String name, int absent) {
        return optional(name, value -> value.isIntegralNumber() && value.canConvertToInt(), "a whole number")
                .map(JsonNode::intValue)
                .orElse(absent);
    }

    /** An activation function, or the default where the field is absent or null. */
    Activation activation(String name, Activation absent) {
        return string(name)
                .map(value -> Activation.named(value)
                        .orElseThrow(() -> unsupported(name, "use a model with " + Activation.supported())))
                .orElse(absent);
    }

    /** Words in lower case: a list of strings, or one string with bars between them. */
    List<String> words(String name) {
        return find(name).filter(JsonNode::isString).isPresent()
                ? string(name).stream()
                        .flatMap(text -> Stream.of(text.split("\\|")))
                        .map(word -> word.strip().toLowerCase(Locale.ROOT))
                        .toList()
                : strings(name);
    }

    List<String> strings(String name) {
        return optional(name, JsonNode::isArray, "a list of strings")
                .map(value -> value.values().stream().map(JsonNode::asString).toList())
                .orElse(List.of());
    }

    Optional<Map<String, JsonNode>> object(String name) {
        return optional(name, JsonNode::isObject, "an object")
                .map(value -> value.propertyStream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    boolean has(String name) {
        return root.hasNonNull(name);
    }

    /** Says that a field asks for something that is not computed here. */
    ModelFormatException unsupported(String name, String remedy) {
        return new ModelFormatException(file, name + " " + root.path(name) + " is not supported", remedy);
    }

    ModelFormatException wrong(String name, String wanted) {
        return new ModelFormatException(
                file, "\"" + name + "\" is " + root.path(name) + ", not " + wanted, "correct that field");
    }

    private Optional<JsonNode> optional(String name, Predicate<JsonNode> fits, String wanted) {
        return find(name).map(value -> {
            if (!fits.test(value)) {
                throw wrong(name, wanted);
            }
            return value;
        });
    }

    private Optional<JsonNode> find(String... names) {
        for (String name : names) {
            if (root.hasNonNull(name)) {
                return Optional.of(root.path(name));
            }
        }
        return Optional.empty();
    }
}
