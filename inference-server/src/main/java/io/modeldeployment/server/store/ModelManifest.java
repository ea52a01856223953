package io.modeldeployment.server.store;

import io.modeldeployment.server.model.FileDigest;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a model's directory holds when it is whole; written last, so a directory that has one was once complete.
 *
 * @param digest SHA-256 over path, size and SHA-256 of every file: one name for the whole model
 * @param source where it came from
 * @param revision what the source calls these files, such as a commit; empty where it has no name for them
 * @param files sorted by path
 */
public record ModelManifest(String digest, String source, String revision, List<ModelFile> files) {
    /** Its name in the model's directory. */
    public static final String NAME = ".modeldeployment.json";

    private static final int LARGEST = 8 << 20;

    /** Of these files. */
    public static ModelManifest of(String source, String revision, List<ModelFile> files) {
        List<ModelFile> sorted =
                files.stream().sorted(Comparator.comparing(ModelFile::path)).toList();
        return new ModelManifest(digestOf(sorted), source, revision, sorted);
    }

    /** The digest of a model of these files, whatever their order. */
    public static String digestOf(List<ModelFile> files) {
        MessageDigest digest = FileDigest.newSha256();
        files.stream().sorted(Comparator.comparing(ModelFile::path)).forEach(file -> {
            String line = file.path() + "\0" + file.size() + "\0" + file.sha256() + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        });
        return HexFormat.of().formatHex(digest.digest());
    }

    /**
     * The manifest of a directory, where it has one.
     *
     * @throws StoreException when it is damaged itself
     */
    public static Optional<ModelManifest> read(Path directory) throws StoreException {
        Path file = directory.resolve(NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            if (Files.size(file) > LARGEST) {
                throw damaged(file);
            }
            ModelManifest manifest = JsonMapper.shared().readValue(Files.readAllBytes(file), ModelManifest.class);
            if (manifest.isBroken()) {
                throw damaged(file);
            }
            return Optional.of(manifest);
        } catch (JacksonException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw StoreException.of(file.toString(), e);
        }
    }

    @SuppressWarnings("NullAway") // Jackson leaves out what the file leaves out.
    private boolean isBroken() {
        return digest == null
                || source == null
                || revision == null
                || files == null
                || files.stream().anyMatch(file -> file == null || file.path() == null || file.sha256() == null)
                || !digestOf(files).equals(digest);
    }

    private static StoreException damaged(Path file) {
        return new StoreException(
                Reason.DIGEST_MISMATCH, file + ": the manifest is damaged; fetch or restore the model again");
    }

    /** Writes it into a directory; it is there whole or not at all. */
    public void write(Path directory) throws IOException {
        Path partial = directory.resolve(NAME + ".partial");
        Files.write(
                partial, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
        Disk.flush(partial);
        Files.move(
                partial, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Bytes of all files. */
    public long size() {
        return files.stream().mapToLong(ModelFile::size).sum();
    }
}
