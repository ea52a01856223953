package io.modeldeployment.server.inference;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Refuses texts that no tokenizer should see, and says which one and why. */
final class TextCheck {
    private final InputLimits limits;

    TextCheck(InputLimits limits) {
        this.limits = limits;
    }

    /**
     * Checks a single text of a request.
     *
     * @param field its name in the request
     * @return the text as the model shall read it
     * @throws InvalidInputException when it is missing, blank, too long, not valid Unicode or refused by a rule
     */
    String single(String field, @Nullable String text) {
        if (text == null || text.isBlank()) {
            throw wrong(field, "is missing or blank: send a text.");
        }
        if (text.length() > limits.maxCharacters()) {
            throw wrong(field, "has %d characters: send at most %d.".formatted(text.length(), limits.maxCharacters()));
        }
        if (hasLoneSurrogate(text)) {
            throw wrong(field, "holds half a surrogate pair: send valid Unicode (UTF-8, or complete \\u escapes).");
        }
        return ruled(field, text);
    }

    /**
     * Checks the texts of a request.
     *
     * @param field the list's name in the request
     * @return the texts as the model shall read them
     * @throws InvalidInputException when there are none or too many, or one of them is wrong
     */
    List<String> all(String field, @Nullable List<@Nullable String> texts) {
        List<@Nullable String> present = texts == null ? List.of() : texts;
        size(field, present);
        List<String> checked = new ArrayList<>(present.size());
        for (int i = 0; i < present.size(); i++) {
            checked.add(single(field + "[" + i + "]", present.get(i)));
        }
        return checked;
    }

    /**
     * Checks the inputs of a request.
     *
     * @param field the list's name in the request
     * @param vocabularySize ids that the model knows, from 0
     * @return the inputs as the model shall read them
     * @throws InvalidInputException when there are none or too many, or one of them is wrong
     */
    List<ModelInput> inputs(String field, List<ModelInput> inputs, int vocabularySize) {
        size(field, inputs);
        List<ModelInput> checked = new ArrayList<>(inputs.size());
        for (int i = 0; i < inputs.size(); i++) {
            String name = inputs.size() == 1 ? field : field + "[" + i + "]";
            checked.add(
                    switch (inputs.get(i)) {
                        case ModelInput.Text(String text) -> new ModelInput.Text(single(name, text));
                        case ModelInput.Pair(String first, String second) ->
                            new ModelInput.Pair(single(name, first), single(name, second));
                        case ModelInput.Tokens tokens -> known(name, tokens, vocabularySize);
                    });
        }
        return checked;
    }

    private void size(String field, Collection<?> inputs) {
        if (inputs.isEmpty()) {
            throw wrong(field, "is missing or empty: send at least one text.");
        }
        if (inputs.size() > limits.maxTexts()) {
            throw wrong(
                    field, "has %d texts: send at most %d in one request.".formatted(inputs.size(), limits.maxTexts()));
        }
    }

    private ModelInput.Tokens known(String field, ModelInput.Tokens tokens, int vocabularySize) {
        int count = tokens.ids().length;
        if (count == 0 || count > limits.maxTokens()) {
            throw wrong(field, "has %d token ids: send 1 to %d.".formatted(count, limits.maxTokens()));
        }
        for (long id : tokens.ids()) {
            if (id < 0 || id >= vocabularySize) {
                throw wrong(
                        field,
                        "holds the token id %d, and this model knows 0 to %d: send ids of its own tokenizer, or the text."
                                .formatted(id, vocabularySize - 1));
            }
        }
        return tokens;
    }

    private String ruled(String field, String text) {
        String cleaned = limits.rules().cleaned(text);
        if (cleaned.isBlank()) {
            throw wrong(field, "holds invisible characters alone: send a text.");
        }
        if (limits.rules().refuses(cleaned)) {
            throw new RefusedTextException(
                    field, "\"" + field + "\" holds something that this server does not take: leave that text out.");
        }
        return cleaned;
    }

    private static InvalidInputException wrong(String field, String what) {
        return new InvalidInputException(field, "\"" + field + "\" " + what);
    }

    private static boolean hasLoneSurrogate(String text) {
        // codePoints() joins complete pairs, so that a surrogate it still yields is alone.
        return text.codePoints()
                .anyMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }
}
