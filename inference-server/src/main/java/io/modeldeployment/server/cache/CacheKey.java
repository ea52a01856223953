package io.modeldeployment.server.cache;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What an output depends on besides the model: the text or what else was asked, as the four words of its SHA-256, and the tokens it is cut to. The text
 * itself is kept nowhere.
 *
 * @param maxTokens tokens the text is cut to
 */
public record CacheKey(int maxTokens, long hash0, long hash1, long hash2, long hash3) {
    /** The key of a text of valid Unicode. */
    public static CacheKey of(String text, int maxTokens) {
        return of(text.getBytes(StandardCharsets.UTF_8), maxTokens);
    }

    /** The key of an input that these bytes tell from every other one. */
    static CacheKey of(byte[] content, int maxTokens) {
        ByteBuffer hash = ByteBuffer.wrap(sha256().digest(content));
        return new CacheKey(maxTokens, hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** As text: the tokens, a colon, and 64 hexadecimal digits. */
    String text() {
        HexFormat hex = HexFormat.of();
        return maxTokens + ":" + hex.toHexDigits(hash0) + hex.toHexDigits(hash1) + hex.toHexDigits(hash2)
                + hex.toHexDigits(hash3);
    }
}
