package io.modeldeployment.server.inference;

import com.google.re2j.Pattern;
import io.modeldeployment.server.text.TextSanitizer;
import java.util.List;

/**
 * What the server's owner wants done to every text before anything reads it.
 *
 * @param sanitize whether invisible characters are taken out
 * @param refused patterns of texts to refuse; RE2's, whose time grows with the text alone, whatever the pattern
 */
public record TextRules(boolean sanitize, List<Pattern> refused) {
    /** Nothing. */
    public static final TextRules NONE = new TextRules(false, List.of());

    public TextRules {
        refused = List.copyOf(refused);
    }

    /** The text as the model shall read it; may be blank. */
    String cleaned(String text) {
        return sanitize ? TextSanitizer.clean(text) : text;
    }

    /** Whether a cleaned text is to be refused. */
    boolean refuses(String text) {
        return refused.stream().anyMatch(pattern -> pattern.matcher(text).find());
    }
}
