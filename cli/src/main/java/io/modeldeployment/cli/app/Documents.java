package io.modeldeployment.cli.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.cli.view.Fields;

/** Answers for programs: JSON and YAML. */
final class Documents {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Documents() {}

    /** {@code value} in a format for programs. */
    static String of(Format format, Object value) {
        return format == Format.YAML ? Serialization.asYaml(value).stripTrailing() : write(value, true);
    }

    /** {@code value} as JSON on one line. */
    static String line(Object value) {
        return write(value, false);
    }

    private static String write(Object value, boolean pretty) {
        try {
            return pretty
                    ? JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value)
                    : JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps and lists can be written", e);
        }
    }

    /** An object as it is shown: without what field managers keep about it. */
    static Object shown(Fields object) {
        return object.without("metadata", "managedFields").values();
    }
}
