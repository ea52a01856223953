package io.modeldeployment.server.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Tells two models apart by their files, whatever they are called. */
public final class ModelDigest {
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
        MessageDigest digest = FileDigest.newSha256();
        try (Stream<Path> found = Files.find(
                directory,
                DEPTH,
                (path, file) -> file.isRegularFile() && matters(path),
                FileVisitOption.FOLLOW_LINKS)) {
            List<Path> files = found.sorted().toList();
            for (Path file : files) {
                String header = directory.relativize(file) + "\0" + Files.size(file) + "\0";
                digest.update(header.getBytes(StandardCharsets.UTF_8));
                FileDigest.update(digest, file, _ -> {});
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
}
