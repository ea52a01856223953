package io.modeldeployment.cli.render;

import io.modeldeployment.cli.view.Fields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A part of the status in words, whatever its fields are: a scalar is a line, a list of objects a table, an object within
 * an object a name with a dot. So a verdict of a newer operator is shown too.
 */
public final class StatusBlock {
    private static final int LONGEST = 80;
    /** Of a table with a sentence in its last column; in a wider one it gets a line of its own. */
    private static final int WIDEST = 100;
    /** A figure with its interval. */
    private static final Set<String> FIGURE = Set.of("value", "lower", "upper");
    /** What an operator that starts anew goes on from, and no person reads. */
    private static final Set<String> INTERNAL = Set.of("question", "goldenSetSha256");

    /** What a reader looks for first; the API server gives fields by the alphabet. */
    private static final List<String> FIRST_LINES = List.of("verdict", "state", "message");

    private static final List<String> FIRST_COLUMNS = List.of("name", "verdict", "state");
    private static final String SENTENCE = "message";

    private StatusBlock() {}

    /** The lines of {@code value}. */
    public static List<String> lines(Object value) {
        if (value instanceof List<?> list) {
            return table(list);
        }
        var lines = new ArrayList<String>();
        var scalars = new LinkedHashMap<String, String>();
        var tables = new LinkedHashMap<String, List<?>>();
        sort("", Fields.of(value), scalars, tables);
        int width = scalars.keySet().stream().mapToInt(String::length).max().orElse(0);
        scalars.keySet().stream()
                .sorted(Comparator.comparingInt(key -> rank(FIRST_LINES, key)))
                .forEach(key -> lines.add(key + ": " + " ".repeat(width - key.length()) + scalars.get(key)));
        tables.forEach((key, list) -> {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.add(key);
            table(list).forEach(line -> lines.add("  " + line));
        });
        return lines;
    }

    private static int rank(List<String> first, String name) {
        int place = first.indexOf(name);
        return place < 0 ? first.size() : place;
    }

    /** Sentences are the longest, and what a narrow screen may cut. */
    private static int columnRank(String column) {
        return column.equals(SENTENCE) ? Integer.MAX_VALUE : rank(FIRST_COLUMNS, column);
    }

    /** {@code candidateSamples} is CANDIDATE SAMPLES. */
    private static String heading(String column) {
        return column.replaceAll("([a-z])([A-Z])", "$1 $2").toUpperCase(Locale.ROOT);
    }

    private static void sort(String prefix, Fields fields, Map<String, String> scalars, Map<String, List<?>> tables) {
        fields.values().forEach((key, value) -> {
            String name = prefix.isEmpty() ? key : prefix + "." + key;
            if (INTERNAL.contains(key) || isTestState(key, fields)) {
                return;
            }
            if (value instanceof Map<?, ?> map && map.keySet().equals(FIGURE)) {
                scalars.put(name, "%s (%s to %s)".formatted(map.get("value"), map.get("lower"), map.get("upper")));
            } else if (value instanceof Map<?, ?> map) {
                sort(name, Fields.of(map), scalars, tables);
            } else if (value instanceof List<?> list && list.stream().anyMatch(Map.class::isInstance)) {
                tables.put(name, list);
            } else {
                String line = text(value);
                scalars.put(name, key.equals(SENTENCE) ? line : shortened(line));
            }
        });
    }

    /** What has a verdict of its own keeps in {@code state} the numbers that it is made of. */
    private static boolean isTestState(String key, Fields fields) {
        return key.equals("state") && fields.value("verdict").isPresent();
    }

    private static List<String> table(List<?> list) {
        List<Map<String, String>> rows = new ArrayList<>();
        Set<String> columns = new LinkedHashSet<>();
        for (Object item : list) {
            var row = new LinkedHashMap<String, String>();
            var nested = new LinkedHashMap<String, List<?>>();
            if (item instanceof Map<?, ?>) {
                sort("", Fields.of(item), row, nested);
            } else {
                row.put("value", shortened(text(item)));
            }
            nested.forEach((key, inner) -> row.put(key, inner.size() + " entries"));
            columns.addAll(row.keySet());
            rows.add(row);
        }
        if (columns.isEmpty()) {
            return List.of("(none)");
        }
        List<String> ordered = columns.stream()
                .sorted(Comparator.comparingInt(StatusBlock::columnRank))
                .toList();
        List<String> whole = table(ordered, rows);
        if (!columns.contains(SENTENCE) || whole.stream().allMatch(line -> Style.width(line) <= WIDEST)) {
            return whole;
        }
        return withSentences(table(ordered.subList(0, ordered.size() - 1), rows), rows);
    }

    private static List<String> table(List<String> columns, List<Map<String, String>> rows) {
        var table = new Table(columns.stream().map(StatusBlock::heading).toArray(String[]::new));
        rows.forEach(row -> table.row(
                columns.stream().map(column -> row.getOrDefault(column, "-")).toArray(String[]::new)));
        return table.lines();
    }

    /** Each sentence below its row; {@code lines} has a heading before the rows. */
    private static List<String> withSentences(List<String> lines, List<Map<String, String>> rows) {
        var all = new ArrayList<String>(lines.subList(0, 1));
        for (int i = 0; i < rows.size(); i++) {
            all.add(lines.get(i + 1));
            String sentence = rows.get(i).get(SENTENCE);
            if (sentence != null) {
                all.add("  " + sentence);
            }
        }
        return all;
    }

    private static String text(Object value) {
        String text = value instanceof List<?> list
                ? String.join(", ", list.stream().map(String::valueOf).toList())
                : String.valueOf(value);
        return text.replace('\n', ' ');
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST ? line : line.substring(0, LONGEST - 1) + "…";
    }
}
