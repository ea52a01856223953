package io.modeldeployment.server.store;

import io.modeldeployment.server.model.FileDigest;
import java.util.HexFormat;
import java.util.Random;

/** Content for files, and its digests. */
public final class Bytes {
    private Bytes() {}

    /** The same bytes for the same seed. */
    public static byte[] random(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    public static String sha256(byte[] bytes) {
        return HexFormat.of().formatHex(FileDigest.newSha256().digest(bytes));
    }

    /** Git's name of a file. */
    public static String gitBlob(byte[] bytes) {
        var digest = FileDigest.newDigest("SHA-1");
        digest.update(("blob " + bytes.length + "\0").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(digest.digest(bytes));
    }
}
