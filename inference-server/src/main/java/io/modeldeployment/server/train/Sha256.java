package io.modeldeployment.server.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one digest that fingerprints, splits and cache keys share. */
final class Sha256 {
    private Sha256() {}

    /** {@return a fresh digest} */
    static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /**
     * The digest of a file under 2 GiB, in hexadecimal.
     *
     * @param file an existing file
     * @return 64 hexadecimal digits
     * @throws IOException where the file cannot be read
     */
    static String ofFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            MessageDigest digest = newDigest();
            digest.update(channel.map(MapMode.READ_ONLY, 0, channel.size()));
            return HexFormat.of().formatHex(digest.digest());
        }
    }
}
