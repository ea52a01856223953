package io.modeldeployment.cli.render;

import java.util.regex.Pattern;

/**
 * How a picture is drawn.
 *
 * @param colors whether to colour words
 * @param unicode whether lines and marks may be more than ASCII
 */
public record Style(boolean colors, boolean unicode) {
    /** For files, pipes and tests. */
    public static final Style PLAIN = new Style(false, true);

    private static final Pattern PAINT = Pattern.compile("\u001b\\[[0-9;]*m");

    /** The colours that carry a meaning here. */
    public enum Color {
        GOOD("32"),
        BUSY("36"),
        WAITING("33"),
        BAD("31"),
        FAINT("2"),
        STRONG("1"),
        BLUE("34");

        private final String code;

        Color(String code) {
            this.code = code;
        }
    }

    /** {@code text} in a colour, where there are colours. */
    public String paint(Color color, String text) {
        return colors && !text.isEmpty() ? "\u001b[" + color.code + "m" + text + "\u001b[0m" : text;
    }

    /** A phase or a pod's state in the colour of what it means. */
    public String state(String word) {
        return switch (word) {
            case "Healthy", "Running", "True", "accepted", "passed", "Pass" -> paint(Color.GOOD, word);
            case "Progressing", "Pending", "Terminating", "Running analysis" -> paint(Color.BUSY, word);
            case "Paused", "Inconclusive" -> paint(Color.WAITING, word);
            case "Unknown", "Completed" -> word;
            default -> paint(Color.BAD, word);
        };
    }

    /** A mark of a picture, in ASCII where there is no more. */
    public String mark(String drawn, String ascii) {
        return unicode ? drawn : ascii;
    }

    /** Columns that {@code text} takes; colours take none. */
    public static int width(String text) {
        return PAINT.matcher(text)
                .replaceAll("")
                .codePointCount(0, PAINT.matcher(text).replaceAll("").length());
    }

    /** {@code line} with at most {@code columns} columns; a cut one ends with {@code …}. */
    public String cut(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        String plain = PAINT.matcher(line).replaceAll("");
        String end = mark("…", "~");
        return plain.substring(0, plain.offsetByCodePoints(0, Math.max(0, columns - 1))) + end;
    }
}
