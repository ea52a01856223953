package io.modeldeployment.server.cache;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The names of outputs in Redis: {@code modelserver:output:1:<model>/<revision>:<digest>:<variant>:<tokens>:<sha256 of the text>}.
 * The digest of the model's files keeps answers of changed files apart even where somebody served them under one name.
 *
 * @param modelAndRevision {@code model/revision}; holds no colon
 * @param digest SHA-256 of the model's files, in hexadecimal digits
 * @param variant what else changes the numbers: task and precision; holds no colon
 */
record RedisKeys(String modelAndRevision, String digest, String variant) {
    private static final String SPACE = "modelserver:output:1:";
    /** Half of a SHA-256 tells any two models apart. */
    private static final int DIGEST_DIGITS = 32;

    byte[] of(CacheKey key) {
        return bytes(
                SPACE + modelAndRevision + ":" + digest.substring(0, DIGEST_DIGITS) + ":" + variant + ":" + key.text());
    }

    /** A pattern for SCAN that finds all outputs of the models that match, and perhaps some more. */
    static String scanPattern(ModelGlob models) {
        return SPACE + models.glob() + ":*";
    }

    /** The {@code model/revision} that a key belongs to; empty where it is no output's. */
    static Optional<String> model(byte[] key) {
        String text = new String(key, StandardCharsets.UTF_8);
        int end = text.indexOf(':', SPACE.length());
        return text.startsWith(SPACE) && end > 0 ? Optional.of(text.substring(SPACE.length(), end)) : Optional.empty();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
