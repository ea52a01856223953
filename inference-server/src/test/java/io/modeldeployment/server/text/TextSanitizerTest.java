package io.modeldeployment.server.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextSanitizerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain text, 1 + 1 = 2\n\tindented",
                "世界，你好",
                "'; drop table users; --",
                "<script>alert(1)</script>",
                "😀 👩🏽‍🚀 🏳️‍🌈 👨‍👩‍👧‍👦", // joined by zero-width joiners
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿", // a flag, spelt in tag characters
                "می‌خواهم", // Persian, with a zero-width non-joiner
                "क्‍ष", // Devanagari, with a zero-width joiner
                "עברית ו-العربية"
            })
    void leavesWhatCarriesMeaning(String text) {
        assertEquals(text, TextSanitizer.clean(text));
    }

    @Test
    void takesControlCharactersOut() {
        assertEquals("a\n\tb", TextSanitizer.clean("a\0\n\t\u0007\u001b\u007f\u0085b"));
        assertEquals("a\nb\nc\n", TextSanitizer.clean("a\r\nb\rc\r"));
    }

    @Test
    void takesOutWhatHidesInText() {
        assertEquals("free prize", TextSanitizer.clean("fr\u200bee\u2060 pr\ufeffiz\u00ade"));
        assertEquals("free", TextSanitizer.clean("f\u200dr\u200cee"), "joiners join nothing in Latin");
        assertEquals("abc", TextSanitizer.clean("\u202ea\u2066b\u2069\u200fc\u202c"));
        assertEquals("a", TextSanitizer.clean("a" + Character.toString(0xE0041) + Character.toString(0xE0001)));
        assertEquals("", TextSanitizer.clean("\u200b\u200d"));
    }

    @Test
    void composes() {
        assertEquals("é", TextSanitizer.clean("e\u0301"));
        assertEquals("é", TextSanitizer.clean("e\u200b\u0301"), "also what was kept apart");
        assertEquals("가", TextSanitizer.clean("\u1100\u1161"));
        assertEquals("ﬁ", TextSanitizer.clean("ﬁ"), "and changes no letters for similar ones");
    }

    @Test
    void doesNothingToAnOwnResult() {
        String once = TextSanitizer.clean("e\u200b\u0301 👩🏽‍🚀\r\n\u202ex");
        assertEquals(once, TextSanitizer.clean(once));
    }
}
