package io.modeldeployment.cli.view;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An object of the API server as a tree of maps, so that a plugin reads what operators older and newer than itself write,
 * and prints it as it is.
 */
public record Fields(Map<String, Object> values) {
    /** An object without any field. */
    public static final Fields NONE = new Fields(Map.of());

    /** The tree that {@code value} is; none where it is no object. */
    public static Fields of(Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            return NONE;
        }
        var fields = new LinkedHashMap<String, Object>();
        map.forEach((key, field) -> {
            if (field != null) {
                fields.put(String.valueOf(key), field);
            }
        });
        return new Fields(fields);
    }

    /** What is at the path of keys. */
    public Optional<Object> value(String... path) {
        Object at = values;
        for (String key : path) {
            if (!(at instanceof Map<?, ?> map) || map.get(key) == null) {
                return Optional.empty();
            }
            at = map.get(key);
        }
        return Optional.of(at);
    }

    /** The scalar at the path as text. */
    public Optional<String> text(String... path) {
        return value(path)
                .filter(value -> !(value instanceof Map) && !(value instanceof List))
                .map(String::valueOf);
    }

    /** The number at the path, cut to a whole one. */
    public Optional<Long> number(String... path) {
        return value(path).filter(Number.class::isInstance).map(value -> ((Number) value).longValue());
    }

    /** Whether the field at the path is true. */
    public boolean isTrue(String... path) {
        return value(path).filter(Boolean.TRUE::equals).isPresent();
    }

    /** The RFC 3339 time at the path; empty also where it cannot be read. */
    public Optional<Instant> time(String... path) {
        try {
            return text(path).map(Instant::parse);
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** The object at the path; without fields where there is none. */
    public Fields at(String... path) {
        return value(path).map(Fields::of).orElse(NONE);
    }

    /** The objects of the list at the path. */
    public List<Fields> list(String... path) {
        var items = new ArrayList<Fields>();
        if (value(path).orElse(null) instanceof List<?> list) {
            list.forEach(item -> items.add(Fields.of(item)));
        }
        return items;
    }

    /** {@code metadata.name}. */
    public String name() {
        return text("metadata", "name").orElse("");
    }

    /** {@code metadata.namespace}; empty for what has none. */
    public String namespace() {
        return text("metadata", "namespace").orElse("");
    }

    /** {@code metadata.creationTimestamp}. */
    public Optional<Instant> created() {
        return time("metadata", "creationTimestamp");
    }

    /** A label's value. */
    public Optional<String> label(String key) {
        return text("metadata", "labels", key);
    }

    /** An annotation's value. */
    public Optional<String> annotation(String key) {
        return text("metadata", "annotations", key);
    }

    /** The same object without the field at the path. */
    public Fields without(String... path) {
        var copy = new LinkedHashMap<>(values);
        if (path.length == 1) {
            copy.remove(path[0]);
        } else if (copy.get(path[0]) instanceof Map<?, ?>) {
            String[] rest = java.util.Arrays.copyOfRange(path, 1, path.length);
            copy.put(path[0], at(path[0]).without(rest).values());
        }
        return new Fields(copy);
    }
}
