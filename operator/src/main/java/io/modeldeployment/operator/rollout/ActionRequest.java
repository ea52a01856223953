package io.modeldeployment.operator.rollout;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** An action as the annotation carries it: {@code <verb>;revision=<hash>;step=<n>;id=<nonce>}, step being optional. */
public sealed interface ActionRequest {
    /** What keeps the request from being handled twice. */
    String id();

    /** The word that was written for the verb. */
    String word();

    /** One that can be judged against the rollout. */
    record Valid(Verb verb, String id, RevisionHash revision, Optional<Integer> step) implements ActionRequest {
        @Override
        public String word() {
            return verb.word();
        }
    }

    /** One that cannot be read; {@code problem} says what to write instead. */
    record Unreadable(String id, String word, String problem) implements ActionRequest {}

    /** Reads the annotation's value; never fails. */
    static ActionRequest parse(String value) {
        String[] parts = value.strip().split(";", -1);
        Map<String, String> fields = new HashMap<>();
        String word = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String[] pair = parts[i].split("=", 2);
            if (pair.length != 2 || fields.put(pair[0].strip(), pair[1].strip()) != null) {
                return new Unreadable(value, word, "cannot read '" + parts[i] + "': " + form());
            }
        }
        String id = fields.getOrDefault("id", "");
        String revision = fields.getOrDefault("revision", "");
        Optional<Verb> verb = Verb.of(word);
        if (verb.isEmpty()) {
            return new Unreadable(
                    id.isEmpty() ? value : id, word, "unknown action '" + word + "': write one of " + Verb.words());
        }
        if (id.isEmpty() || revision.isEmpty()) {
            return new Unreadable(value, word, "revision or id is missing: " + form());
        }
        Optional<Integer> step = Optional.ofNullable(fields.get("step")).map(ActionRequest::number);
        if (step.filter(number -> number < 0).isPresent()) {
            return new Unreadable(id, word, "step must be a number from 0: " + form());
        }
        return new Valid(verb.get(), id, new RevisionHash(revision), step);
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : -1;
    }

    private static String form() {
        return "write <verb>;revision=<hash>;id=<any new word>, for example promote;revision=6d5f9c7b4x;id=1";
    }
}
