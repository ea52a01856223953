package io.modeldeployment.operator.verdict;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A line of fields between semicolons, read one after the other; how states are kept as text. */
final class Fields {
    private final List<String> fields;
    private int next;

    private Fields(List<String> fields) {
        this.fields = fields;
    }

    /** The line's fields. */
    static Fields of(String line) {
        return new Fields(List.of(line.split(";", -1)));
    }

    /** A line that begins with {@code version}. */
    static Fields of(String line, String version) {
        Fields fields = of(line);
        String found = fields.text();
        if (!found.equals(version)) {
            throw new IllegalArgumentException("starts with '%s' instead of '%s'".formatted(found, version));
        }
        return fields;
    }

    boolean more() {
        return next < fields.size();
    }

    String text() {
        if (!more()) {
            throw new IllegalArgumentException("has only %d fields".formatted(fields.size()));
        }
        return fields.get(next++);
    }

    /** A number of any sign, finite. */
    double number() {
        String text = text();
        double value = Double.parseDouble(text);
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("'" + text + "' is not a finite number");
        }
        return value;
    }

    long count() {
        return Long.parseLong(text());
    }

    /** Nothing may be left. */
    void end() {
        if (more()) {
            throw new IllegalArgumentException("has %d fields instead of %d".formatted(fields.size(), next));
        }
    }

    static String join(Object... fields) {
        return Arrays.stream(fields).map(Object::toString).collect(Collectors.joining(";"));
    }
}
