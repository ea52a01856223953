package io.modeldeployment.server.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Says in one line why a model could not be brought or is not what it should be, and by a word that programs read. */
public final class StoreException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why; the word is part of the interface to the operator. */
    public enum Reason {
        NOT_FOUND("NotFound", false),
        UNAUTHORIZED("Unauthorized", false),
        RATE_LIMITED("RateLimited", true),
        DIGEST_MISMATCH("DigestMismatch", false),
        NO_SPACE("NoSpace", false),
        UNREACHABLE("Unreachable", true),
        REFUSED("Refused", false);

        private final String word;
        private final boolean passing;

        Reason(String word, boolean passing) {
            this.word = word;
            this.passing = passing;
        }

        /** As it is written. */
        public String word() {
            return word;
        }

        /** Whether trying again may help. */
        public boolean isPassing() {
            return passing;
        }
    }

    private final Reason reason;
    private final transient Optional<Duration> retryAfter;

    public StoreException(Reason reason, String message) {
        this(reason, message, Optional.empty());
    }

    /** @param retryAfter how long the other side wants to be left alone */
    public StoreException(Reason reason, String message, Optional<Duration> retryAfter) {
        super(message.replaceAll("\\s+", " ").strip());
        this.reason = reason;
        this.retryAfter = retryAfter;
    }

    /** A failure of the network or of the disk, told apart. */
    public static StoreException of(String what, IOException failure) {
        String words = String.valueOf(failure.getMessage());
        String lower = words.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left") || lower.contains("quota exceeded")) {
            return new StoreException(
                    Reason.NO_SPACE, what + ": the disk is full; give the model more room (model.storage.size)");
        }
        String kind = failure.getClass().getSimpleName();
        if (failure instanceof FileSystemException) {
            return new StoreException(Reason.REFUSED, what + ": " + kind + ": " + words);
        }
        return new StoreException(
                Reason.UNREACHABLE, what + ": " + (failure.getMessage() == null ? kind : kind + ": " + words));
    }

    /** One line. */
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public Reason reason() {
        return reason;
    }

    /** How long the other side wants to be left alone, where it said so. */
    public Optional<Duration> retryAfter() {
        return retryAfter;
    }
}
