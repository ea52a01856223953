package io.modeldeployment.e2e.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.IntStream;

/** Writes to the terminal: headings, commands and tables, in colour where there is somebody to see it. */
final class Terminal {
    private static final String BOLD = "1";
    private static final String GREEN = "32";
    private static final String RED = "31";
    private static final String DIM = "2";
    private static final int RULE = 76;

    private final PrintStream out;
    private final boolean colour;
    private final int width;

    /**
     * A terminal.
     *
     * @param colour false for plain text
     * @param width columns; longer lines of tables are cut
     */
    Terminal(PrintStream out, boolean colour, int width) {
        this.out = out;
        this.colour = colour;
        this.width = width;
    }

    void heading(String words) {
        out.println();
        out.println(paint(BOLD, "━━ " + words + " " + "━".repeat(Math.max(2, RULE - words.length()))));
    }

    /** A command as a user would type it. */
    void command(String words) {
        out.println();
        out.println(paint(BOLD, "$ " + words));
    }

    void line(String words) {
        out.println(words);
    }

    void aside(String words) {
        out.println(paint(DIM, words));
    }

    void good(String words) {
        out.println(paint(GREEN, "✔ " + words));
    }

    void bad(String words) {
        out.println(paint(RED, "✘ " + words));
    }

    /** A row whose cells are padded to {@code widths}; a negative width aligns to the right, 0 takes what is left. */
    void row(List<Integer> widths, List<String> cells) {
        var line = new StringBuilder();
        IntStream.range(0, cells.size()).forEach(i -> {
            int size = widths.get(i);
            String cell = cells.get(i);
            line.append(size == 0 ? cell : pad(cell, size)).append("  ");
        });
        String text = line.toString().stripTrailing();
        out.println(text.length() <= width ? text : text.substring(0, width - 1) + "…");
    }

    private static String pad(String cell, int size) {
        String space = " ".repeat(Math.max(0, Math.abs(size) - cell.length()));
        return size < 0 ? space + cell : cell + space;
    }

    private String paint(String code, String words) {
        return colour ? "\u001b[" + code + "m" + words + "\u001b[0m" : words;
    }
}
