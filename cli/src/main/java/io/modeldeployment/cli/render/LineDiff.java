package io.modeldeployment.cli.render;

import java.util.ArrayList;
import java.util.List;

/** Two texts as one: lines that go with -, lines that come with +, and some that stay around them. */
public final class LineDiff {
    private static final int CONTEXT = 3;

    private LineDiff() {}

    /** The lines of the difference; none when both are equal. */
    public static List<String> of(List<String> before, List<String> after, Style style) {
        List<String> all = marked(before, after);
        var lines = new ArrayList<String>();
        int shown = -1;
        for (int i = 0; i < all.size(); i++) {
            if (isNearChange(all, i)) {
                if (shown >= 0 && i > shown + 1) {
                    lines.add(style.paint(Style.Color.FAINT, "  " + style.mark("⋮", "...")));
                }
                shown = i;
                lines.add(painted(all.get(i), style));
            }
        }
        return lines;
    }

    private static boolean isNearChange(List<String> all, int index) {
        return all.subList(Math.max(0, index - CONTEXT), Math.min(all.size(), index + CONTEXT + 1)).stream()
                .anyMatch(line -> !line.startsWith(" "));
    }

    private static String painted(String line, Style style) {
        return switch (line.charAt(0)) {
            case '-' -> style.paint(Style.Color.BAD, line);
            case '+' -> style.paint(Style.Color.GOOD, line);
            default -> line;
        };
    }

    /** By the longest common subsequence; the texts are specs, so they are short. */
    private static List<String> marked(List<String> before, List<String> after) {
        int[][] common = common(before, after);
        var lines = new ArrayList<String>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && before.get(i).equals(after.get(j))) {
                lines.add("  " + before.get(i));
                i++;
                j++;
            } else if (i < before.size() && (j == after.size() || common[i + 1][j] >= common[i][j + 1])) {
                lines.add("- " + before.get(i));
                i++;
            } else {
                lines.add("+ " + after.get(j));
                j++;
            }
        }
        return lines;
    }

    private static int[][] common(List<String> before, List<String> after) {
        var lengths = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                lengths[i][j] = before.get(i).equals(after.get(j))
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }
}
