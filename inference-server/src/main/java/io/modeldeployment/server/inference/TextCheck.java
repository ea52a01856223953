package io.modeldeployment.server.inference;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses texts that no tokenizer should see, and says which one and why. */
final class TextCheck {
    private final InputLimits limits;

    TextCheck(InputLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks the single text of a request.
     *
     * @return the text as the model shall read it
     * @throws InvalidInputException when it is missing, blank, too long, not valid Unicode or refused by a rule
     */
    String single(@Nullable String text) {
        return check("text", text);
    }

    /**
     * Checks the texts of a request.
     *
     * @throws InvalidInputException when there are none or too many, or one of them is wrong
     */
    List<String> all(@Nullable List<@Nullable String> texts) {
        if (texts == null || texts.isEmpty()) {
            throw new InvalidInputException("\"texts\" is missing or empty: send at least one text.");
        }
        if (texts.size() > limits.maxTexts()) {
            throw new InvalidInputException("\"texts\" has %d texts: send at most %d in one request."
                    .formatted(texts.size(), limits.maxTexts()));
        }
        List<String> checked = new ArrayList<>(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            checked.add(check("texts[" + i + "]", texts.get(i)));
        }
        return checked;
    }

    private String check(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw new InvalidInputException("\"" + field + "\" is missing or blank: send a text.");
        }
        if (text.length() > limits.maxCharacters()) {
            throw new InvalidInputException("\"%s\" has %d characters: send at most %d."
                    .formatted(field, text.length(), limits.maxCharacters()));
        }
        if (hasLoneSurrogate(text)) {
            throw new InvalidInputException("\"" + field
                    + "\" holds half a surrogate pair: send valid Unicode (UTF-8, or complete \\u escapes).");
        }
        return ruled(field, text);
    }

    private String ruled(String field, String text) {
        String cleaned = limits.rules().cleaned(text);
        if (cleaned.isBlank()) {
            throw new InvalidInputException("\"" + field + "\" holds invisible characters alone: send a text.");
        }
        if (limits.rules().refuses(cleaned)) {
            throw new RefusedTextException(
                    "\"" + field + "\" holds something that this server does not take: leave that text out.");
        }
        return cleaned;
    }

    private static boolean hasLoneSurrogate(String text) {
        // codePoints() joins complete pairs, so that a surrogate it still yields is alone.
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
