package io.modeldeployment.operator.resources;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.generator.annotation.Default;
import io.fabric8.kubernetes.api.model.Quantity;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A text that is equal for two settings exactly when they mean the same: keys sorted, quantities by value, and what is
 * absent, empty or at its default left out. So a field with a default that a later operator adds mints no revision.
 */
final class CanonicalForm {
    private CanonicalForm() {}

    /** The canonical text of records, maps, lists, enums, quantities, strings, numbers and booleans. */
    static String of(Object value) {
        return write(value).orElse("{}");
    }

    private static Optional<String> write(Object value) {
        return switch (value) {
            case Record record -> fields(components(record));
            case Map<?, ?> map -> fields(map);
            case Collection<?> list ->
                list.isEmpty()
                        ? Optional.empty()
                        : Optional.of(list.stream()
                                .map(item -> write(item).orElse("{}"))
                                .collect(Collectors.joining(",", "[", "]")));
            case Quantity quantity ->
                Optional.of(quantity.getNumericalAmount().stripTrailingZeros().toPlainString());
            case Enum<?> constant -> Optional.of(quote(name(constant)));
            case Number number -> Optional.of(number.toString());
            case Boolean flag -> Optional.of(flag.toString());
            default -> Optional.of(quote(value.toString()));
        };
    }

    private static Optional<String> fields(Map<?, ?> map) {
        var sorted = new TreeMap<String, String>();
        map.forEach((key, value) -> write(value).ifPresent(text -> sorted.put(quote(key.toString()), text)));
        return sorted.isEmpty()
                ? Optional.empty()
                : Optional.of(sorted.entrySet().stream()
                        .map(entry -> entry.getKey() + ":" + entry.getValue())
                        .collect(Collectors.joining(",", "{", "}")));
    }

    private static Map<String, Object> components(Record record) {
        var present = new TreeMap<String, Object>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = read(component, record);
            var standard = component.getAccessor().getAnnotation(Default.class);
            if (value != null && (standard == null || !standard.value().equals(plain(value)))) {
                present.put(component.getName(), value);
            }
        }
        return present;
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static String plain(Object value) {
        return value instanceof Enum<?> constant ? name(constant) : value.toString();
    }

    /** The name that an enum constant has in JSON. */
    static String name(Enum<?> constant) {
        try {
            var property =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return property == null ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("no field for " + constant, e);
        }
    }

    private static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
