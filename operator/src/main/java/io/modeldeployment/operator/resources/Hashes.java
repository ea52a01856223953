package io.modeldeployment.operator.resources;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Short names for texts, as Kubernetes makes them. */
final class Hashes {
    /** Kubernetes' own alphabet for generated names: no vowels, so no words, and nothing that looks like another. */
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";

    private Hashes() {}

    /** Letters and digits from the SHA-256 of a text. */
    static String of(String text, int length) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            var hash = new StringBuilder();
            for (int i = 0; i < length; i++) {
                hash.append(ALPHABET.charAt((digest[i] & 0xff) % ALPHABET.length()));
            }
            return hash.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
