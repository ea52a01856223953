package io.modeldeployment.server.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells two models apart by their files, whatever they are called. */
public final class ModelDigest {
    private static final int BUFFER = 1 << 20;
    /** A sentence-transformers directory keeps pooling and dense layers one level down. */
    private static final int DEPTH = 2;

    private ModelDigest() {}

    /**
     * SHA-256 over the names, sizes and contents of what a model computes with: weights, tokenizer and every other JSON file.
     *
     * @param directory the Hugging Face directory
     * @return 64 hexadecimal digits
     * @throws UncheckedIOException when a file cannot be read
     */
    public static String of(Path directory) {
        MessageDigest digest = sha256();
        try (Stream<Path> found = Files.find(
                directory,
                DEPTH,
                (path, file) -> file.isRegularFile() && matters(path),
                FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = found.sorted().toList();
            for (Path file : files) {
                String header = directory.relativize(file) + "\0" + Files.size(file) + "\0";
                digest.update(header.getBytes(StandardCharsets.UTF_8));
                update(digest, file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static boolean matters(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.endsWith(".safetensors") || name.endsWith(".json");
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
