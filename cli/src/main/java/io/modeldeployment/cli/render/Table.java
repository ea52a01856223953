package io.modeldeployment.cli.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, as wide as their widest cell, three spaces apart, as kubectl has them. */
public final class Table {
    private static final String GAP = "   ";

    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widths;

    /** A table with headings. */
    public Table(String... headings) {
        widths = new int[headings.length];
        row(headings);
    }

    /** Adds a row; it has as many cells as there are headings. */
    public Table row(String... cells) {
        if (cells.length != widths.length) {
            throw new IllegalArgumentException(widths.length + " cells expected: " + Arrays.toString(cells));
        }
        for (int i = 0; i < cells.length; i++) {
            widths[i] = Math.max(widths[i], Style.width(cells[i]));
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The lines, without spaces at their ends. */
    public List<String> lines() {
        return rows.stream().map(this::line).toList();
    }

    private String line(List<String> cells) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            line.append(cells.get(i));
            if (i < cells.size() - 1) {
                line.repeat(" ", widths[i] - Style.width(cells.get(i))).append(GAP);
            }
        }
        return line.toString().stripTrailing();
    }
}
