package io.modeldeployment.server.text;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.Set;

/**
 * Takes out of a text what its reader would not see, and leaves what carries meaning.
 *
 * <p>Out go control characters except line feed and tab (a carriage return becomes a line feed), zero-width spaces, invisible
 * operators, byte order marks, soft hyphens, bidirectional controls, and tag characters outside flags. Zero-width joiners stay
 * where they shape what is written: in emoji sequences and in scripts that use them, such as Arabic and Devanagari. The rest is
 * composed (NFC), so that equal-looking texts are equal.
 */
public final class TextSanitizer {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int FIRST_TAG = 0xE0020;
    private static final int LAST_TAG = 0xE007F;
    private static final int VARIATION_SELECTOR_16 = 0xFE0F;
    /** Scripts whose letters a joiner does not change. */
    private static final Set<UnicodeScript> UNJOINED = EnumSet.of(
            UnicodeScript.LATIN,
            UnicodeScript.GREEK,
            UnicodeScript.CYRILLIC,
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.COMMON,
            UnicodeScript.INHERITED,
            UnicodeScript.UNKNOWN);

    private TextSanitizer() {}

    /**
     * Cleans a text.
     *
     * @param text valid UTF-16
     * @return at most three times as long; may be blank
     */
    public static String clean(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int last = -1;
        int at = 0;
        while (at < text.length()) {
            int point = text.codePointAt(at);
            at += Character.charCount(point);
            boolean endOfLine = point == '\r' && (at == text.length() || text.charAt(at) != '\n');
            if (endOfLine) {
                point = '\n';
            }
            if (isKept(point, last)) {
                kept.appendCodePoint(point);
                last = point;
            }
        }
        return Normalizer.normalize(kept, Normalizer.Form.NFC);
    }

    private static boolean isKept(int point, int last) {
        if (point == ZERO_WIDTH_JOINER || point == ZERO_WIDTH_NON_JOINER) {
            return joins(last);
        }
        if (point >= FIRST_TAG && point <= LAST_TAG) {
            return last == BLACK_FLAG || last >= FIRST_TAG && last < LAST_TAG;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t';
            case Character.FORMAT -> !isInvisible(point);
            default -> true;
        };
    }

    /** Whether a joiner after that code point changes how the text looks. */
    private static boolean joins(int last) {
        return last >= 0
                && (Character.isExtendedPictographic(last)
                        || Character.isEmojiModifier(last)
                        || last == VARIATION_SELECTOR_16
                        || !UNJOINED.contains(UnicodeScript.of(last)));
    }

    /** Of the format characters; those left over, such as the Arabic number sign, are seen. */
    private static boolean isInvisible(int point) {
        return point == 0x00AD // soft hyphen
                || point == 0x061C // Arabic letter mark
                || point == 0x180E // Mongolian vowel separator
                || point >= 0x200B && point <= 0x200F // zero-width space, directional marks
                || point >= 0x202A && point <= 0x202E // bidirectional embeddings and overrides
                || point >= 0x2060 && point <= 0x206F // word joiner, invisible operators, bidirectional isolates
                || point == 0xFEFF // byte order mark
                || point >= 0xFFF9 && point <= 0xFFFB // interlinear annotations
                || point == 0xE0001; // language tag
    }
}
