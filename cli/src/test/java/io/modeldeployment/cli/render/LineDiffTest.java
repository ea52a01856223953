package io.modeldeployment.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class LineDiffTest {
    @Test
    void linesThatGoAndComeStandBetweenSomeThatStay() {
        assertEquals(
                List.of("  c", "  d", "  e", "- f", "+ F", "  g"),
                LineDiff.of(
                        List.of("a", "b", "c", "d", "e", "f", "g"),
                        List.of("a", "b", "c", "d", "e", "F", "g"),
                        Style.PLAIN));
        assertEquals(List.of(), LineDiff.of(List.of("a"), List.of("a"), Style.PLAIN));
    }

    /** Without the lines that come a difference is the text before, without those that go the text after. */
    @Test
    void everyDifferenceLeadsBothWays() {
        var random = new Random(7);
        for (int round = 0; round < 500; round++) {
            List<String> before = text(random);
            List<String> after = text(random);
            List<String> lines = LineDiff.of(before, after, Style.PLAIN);
            if (!before.equals(after)) {
                assertEquals(before, without(lines, line -> line.startsWith("+ ")));
                assertEquals(after, without(lines, line -> line.startsWith("- ")));
            }
        }
    }

    private static List<String> text(Random random) {
        // Short, so that every line is near a change.
        return random.ints(random.nextInt(4), 0, 3)
                .mapToObj(number -> "line" + number)
                .toList();
    }

    private static List<String> without(List<String> lines, Predicate<String> left) {
        return lines.stream()
                .filter(left.negate())
                .map(line -> line.substring(2))
                .toList();
    }
}
