package io.modeldeployment.operator.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is a golden set, and what is said of what is none. */
class GoldenSetTest {
    private static final String GOOD =
            "{\"text\": \"a prize\", \"label\": \"spam\"}\n{\"text\": \"lunch\", \"label\": \"ham\"}\n";

    private static GoldenSet.Reading parse(String text) {
        return GoldenSet.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String problem(String text) {
        return assertInstanceOf(GoldenSet.Reading.Bad.class, parse(text)).problem();
    }

    private static GoldenSet good(String text) {
        return assertInstanceOf(GoldenSet.Reading.Good.class, parse(text)).set();
    }

    @Test
    void everyLineIsATextWithItsLabel() {
        assertEquals(
                List.of(new GoldenText(1, "a prize", "spam"), new GoldenText(2, "lunch", "ham")),
                good(GOOD).texts());
    }

    @Test
    void blankLinesWindowsLineEndsAndAMarkAreNoTexts() {
        assertEquals(
                List.of(new GoldenText(2, "a prize", "spam"), new GoldenText(4, "lunch", "ham")),
                good("\uFEFF\r\n" + GOOD.replace("\n", "\r\n \r\n")).texts());
    }

    @Test
    void theDigestIsThatOfTheBytes() {
        assertEquals(64, good(GOOD).sha256().length());
        assertEquals(GoldenSet.sha256(GOOD), good(GOOD).sha256());
        assertFalse(good(GOOD).sha256().equals(good(GOOD + "\n").sha256()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | the golden set is empty: write a line for each text",
                "not json | line 1 is not one whole JSON object, with each field once and nothing behind it: write {\"text\"",
                "['a'] | line 1 begins an array: write one object a line",
                "{'text': 'a', 'label': 'b' | line 1 is not one whole JSON object",
                "{'text': 'a', 'label': 'b'}} | line 1 is not one whole JSON object",
                "{'text': 'a', 'label': 'b'} {'text': 'c', 'label': 'd'} | line 1 is not one whole JSON object",
                "{'text': 'a'} | line 1 has no label, or a blank one",
                "{'label': 'a'} | line 1 has no text, or a blank one",
                "{'text': ' ', 'label': 'b'} | line 1 has no text, or a blank one",
                "{'text': 'a', 'label': ''} | line 1 has no label, or a blank one",
                "{'text': 'a', 'label': 1} | line 1 has no string as label",
                "{'text': null, 'label': 'b'} | line 1 has no string as text",
                "{'text': {'a': 1}, 'label': 'b'} | line 1 has no string as text",
                "{'text': 'a', 'label': 'b', 'id': 7} | line 1 has the unknown field 'id': the fields are text and label",
                "{'text': 'a', 'text': 'a', 'label': 'b'} | line 1 is not one whole JSON object",
                "{'text': 'a', 'label': 'b'} | all texts have the same label",
            })
    void whatIsNoGoldenSetIsRefusedWithWhatToWriteInstead(String json, String said) {
        assertTrue(problem(json.replace('\'', '"')).startsWith(said), problem(json.replace('\'', '"')));
    }

    @Test
    void aTextMayStandThereOnlyOnce() {
        assertEquals(
                "line 3 repeats the text of line 1, which would count twice: leave one out",
                problem(GOOD + "{\"label\": \"spam\", \"text\": \"a prize\"}"));
        assertEquals(
                "line 3 has the text of line 2 with another label: leave the wrong one out",
                problem(GOOD + "{\"text\": \"lunch\", \"label\": \"spam\"}"));
    }

    @Test
    void theFirstProblemsAreNamedAndTheOthersCounted() {
        assertTrue(problem("x\ny\nz\nz\nz").endsWith("; and 2 more like this"));
    }

    @Test
    void bytesThatAreNoUtf8AreNamedByTheirLine() {
        byte[] latin1 =
                (GOOD + "{\"text\": \"Gr\u00fc\u00dfe\", \"label\": \"ham\"}").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(new GoldenSet.Reading.Bad("line 3 is not UTF-8: save the file as UTF-8"), GoldenSet.parse(latin1));
    }

    @Test
    void whatIsTooLargeIsRefused() {
        String many = IntStream.rangeClosed(0, GoldenSet.MOST_TEXTS)
                .mapToObj(i -> "{\"text\": \"%d\", \"label\": \"%d\"}".formatted(i, i % 2))
                .collect(Collectors.joining("\n"));
        assertEquals("the golden set has more than 10000 texts: take a sample of them", problem(many));
        assertTrue(problem("x".repeat(GoldenSet.MOST_BYTES + 1)).startsWith("the golden set has more than 4 MiB"));
    }

    @Test
    void deepNestingIsRefusedLikeAnythingElse() {
        assertTrue(problem("{\"text\": " + "[".repeat(100_000)).startsWith("line 1 is not one whole JSON object"));
    }

    @Test
    void whateverIsWrittenComesBack() {
        var random = new SplittableRandom(1);
        for (int run = 0; run < 200; run++) {
            List<GoldenText> texts = new ArrayList<>();
            int size = 2 + random.nextInt(20);
            for (int i = 0; i < size; i++) {
                texts.add(
                        new GoldenText(i + 1, i + anyText(random), i < 2 ? "label" + i : "label" + random.nextInt(3)));
            }
            assertEquals(texts, good(Texts.jsonLines(texts)).texts());
        }
    }

    @Test
    void noBytesMakeItThrowOrQuoteATextInFull() {
        var random = new SplittableRandom(2);
        String secret = "a text that is nobody's business";
        byte[] bytes = (GOOD + "{\"text\": \"" + secret + "\", \"label\": \"ham\"}").getBytes(StandardCharsets.UTF_8);
        for (int run = 0; run < 20_000; run++) {
            byte[] broken = bytes.clone();
            for (int i = random.nextInt(3); i >= 0; i--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            }
            if (GoldenSet.parse(broken) instanceof GoldenSet.Reading.Bad(var problem)) {
                assertFalse(problem.contains(secret), problem);
                assertTrue(problem.startsWith("line ") || problem.startsWith("all texts"), problem);
            }
        }
    }

    private static String anyText(SplittableRandom random) {
        return random.ints(random.nextInt(30), 0x20, 0x2FFF)
                .filter(Character::isDefined)
                .mapToObj(Character::toString)
                .collect(Collectors.joining())
                .replace("\u2028", "");
    }
}
