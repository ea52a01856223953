package io.modeldeployment.server.inference;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a request and what to change, in words fit for its sender. */
public class InvalidInputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String field;

    /** @param message one sentence; never holds the text itself */
    public InvalidInputException(String message) {
        this(null, message);
    }

    /**
     * @param field the field of the request that is wrong, as in {@code texts[1]}
     * @param message one sentence; never holds the text itself
     */
    public InvalidInputException(@Nullable String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    /** The field that is wrong, where it is one. */
    public Optional<String> field() {
        return Optional.ofNullable(field);
    }
}
