package io.modeldeployment.e2e.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Figures, as a table that lines up for people and as JSON for programs.
 *
 * @param title what was measured, in a line
 * @param columns their heads
 * @param rows numbers and texts, as many as columns; Double.NaN for what could not be measured
 */
record FigureTable(String title, List<String> columns, List<List<Object>> rows) {
    private static final ObjectMapper JSON = new ObjectMapper();

    FigureTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    static FigureTable of(String title, String... columns) {
        return new FigureTable(title, List.of(columns), List.of());
    }

    /**
     * The table with one more row.
     *
     * @throws IllegalArgumentException when it has not one cell a column
     */
    FigureTable plus(Object... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + columns.size() + " columns");
        }
        List<List<Object>> more = new ArrayList<>(rows);
        more.add(List.of(cells));
        return new FigureTable(title, columns, more);
    }

    /** Numbers stand right under each other, texts left. */
    String text() {
        List<Integer> widths = IntStream.range(0, columns.size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> written(row.get(column)).length())
                        .reduce(columns.get(column).length(), Math::max))
                .toList();
        var lines = new ArrayList<String>(List.of(title, ""));
        lines.add(line(widths, columns));
        rows.forEach(row ->
                lines.add(line(widths, row.stream().map(FigureTable::written).toList())));
        return String.join("\n", lines) + "\n";
    }

    private String line(List<Integer> widths, List<String> cells) {
        return IntStream.range(0, cells.size())
                .mapToObj(column -> {
                    String space =
                            " ".repeat(widths.get(column) - cells.get(column).length());
                    return isNumeric(column) ? space + cells.get(column) : cells.get(column) + space;
                })
                .collect(Collectors.joining("  "))
                .stripTrailing();
    }

    private boolean isNumeric(int column) {
        return !rows.isEmpty() && rows.stream().allMatch(row -> row.get(column) instanceof Number);
    }

    private static String written(Object cell) {
        if (cell instanceof Double number) {
            return number.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", number);
        }
        return cell.toString();
    }

    /** An object with the title and a list of rows, each an object by the columns' heads. */
    String json() {
        List<Map<String, Object>> objects = rows.stream()
                .map(row -> {
                    Map<String, Object> object = new LinkedHashMap<>();
                    for (int i = 0; i < columns.size(); i++) {
                        if (!Double.valueOf(Double.NaN).equals(row.get(i))) {
                            object.put(columns.get(i), row.get(i));
                        }
                    }
                    return object;
                })
                .toList();
        return JSON.valueToTree(Map.of("title", title, "rows", objects)).toPrettyString();
    }

    /** Writes NAME.txt and NAME.json. */
    void writeTo(Path directory, String name) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve(name + ".txt"), text());
            Files.writeString(directory.resolve(name + ".json"), json() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the figures to " + directory, e);
        }
    }
}
