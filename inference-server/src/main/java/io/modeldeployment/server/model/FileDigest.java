package io.modeldeployment.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.LongConsumer;

/** Digests of files of any size. */
public final class FileDigest {
    private static final int BUFFER = 1 << 20;

    private FileDigest() {}

    /** The SHA-256 of a file as 64 hexadecimal digits; {@code read} is told the bytes of each part that was read. */
    public static String sha256(Path file, LongConsumer read) throws IOException {
        MessageDigest digest = newSha256();
        update(digest, file, read);
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Puts a file's bytes into a digest. */
    public static void update(MessageDigest digest, Path file, LongConsumer read) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                digest.update(buffer, 0, length);
                read.accept(length);
            }
        }
    }

    /** {@return a fresh SHA-256} */
    public static MessageDigest newSha256() {
        return newDigest("SHA-256");
    }

    /** {@return a fresh digest of an algorithm that every Java platform has} */
    public static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
