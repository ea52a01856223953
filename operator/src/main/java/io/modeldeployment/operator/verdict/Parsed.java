package io.modeldeployment.operator.verdict;

import java.util.Optional;
import java.util.function.Function;

/** What became of a text that a state was kept in: never an exception, since people and old versions write texts too. */
public sealed interface Parsed<T> {
    /** The state. */
    record Value<T>(T value) implements Parsed<T> {}

    /** The text holds no state; {@code problem} says why. */
    record Unreadable<T>(String problem) implements Parsed<T> {}

    /** The state, if there is one. */
    default Optional<T> toOptional() {
        return switch (this) {
            case Value<T>(var value) -> Optional.of(value);
            case Unreadable<T> _ -> Optional.empty();
        };
    }

    /** Runs {@code read}; whatever it finds wrong becomes the problem. */
    static <T> Parsed<T> of(String text, Function<String, T> read) {
        try {
            return new Value<>(read.apply(text));
        } catch (IllegalArgumentException e) {
            String shown = text.length() > 60 ? text.substring(0, 60) + "…" : text;
            return new Unreadable<>("cannot read '" + shown + "': " + e.getMessage());
        }
    }
}
