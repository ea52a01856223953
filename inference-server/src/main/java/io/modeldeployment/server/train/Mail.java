package io.modeldeployment.server.train;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;

/**
 * One labelled mail as the model sees it, so that corpus, split and features speak of the same thing.
 *
 * @param text subject and body as plain text
 * @param label what people said it is
 * @param fingerprint equal for two mails that differ only in case, digits, spaces or punctuation, or after their opening
 */
public record Mail(String text, MailLabel label, String fingerprint) {
    /** More letters than the longest input has tokens: what comes later the model never reads. */
    private static final int FINGERPRINT_LETTERS = 1_000;

    /**
     * A mail with the fingerprint of its text.
     *
     * @param text subject and body as plain text
     * @param label what people said it is
     * @return the mail
     */
    public static Mail of(String text, MailLabel label) {
        return new Mail(text, label, fingerprintOf(text));
    }

    // Bulk senders vary numbers and punctuation from copy to copy; letters alone bring the copies together.
    private static String fingerprintOf(String text) {
        String letters = text.codePoints()
                .filter(Character::isLetter)
                .limit(FINGERPRINT_LETTERS)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        MessageDigest digest = Sha256.newDigest();
        return HexFormat.of()
                .formatHex(digest.digest(letters.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8)));
    }
}
