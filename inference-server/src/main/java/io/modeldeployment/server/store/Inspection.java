package io.modeldeployment.server.store;

import io.modeldeployment.server.model.FileDigest;
import io.modeldeployment.server.store.Progress.Phase;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Looks at every byte of a model's directory, and says what it is or what is wrong with it. */
public final class Inspection {
    private final Path directory;
    private final Meter meter;

    public Inspection(Path directory, Meter meter) {
        this.directory = directory;
        this.meter = meter;
    }

    /**
     * The model that is there, held against its manifest where it has one.
     *
     * @throws StoreException naming the first file that is missing, too many or another one
     */
    public ModelManifest run() throws StoreException {
        if (!Files.isDirectory(directory)) {
            throw new StoreException(Reason.NOT_FOUND, directory + " is no directory");
        }
        Optional<ModelManifest> manifest = ModelManifest.read(directory);
        List<ModelFile> files = hash();
        if (manifest.isPresent()) {
            compare(manifest.get(), files);
            return manifest.get();
        }
        if (files.isEmpty()) {
            throw new StoreException(Reason.NOT_FOUND, directory + " has no files");
        }
        return ModelManifest.of("", "", files);
    }

    /** Holds a model's digest against the one that was asked for. */
    public static void require(ModelManifest model, Optional<String> digest) throws StoreException {
        if (digest.isPresent() && !digest.get().equalsIgnoreCase(model.digest())) {
            throw new StoreException(
                    Reason.DIGEST_MISMATCH,
                    "the model's digest is %s, %s was asked for".formatted(model.digest(), digest.get()));
        }
    }

    /** Size and digest of each file that is there. */
    List<ModelFile> hash() throws StoreException {
        try {
            List<String> paths = Disk.files(directory);
            long total = 0;
            for (String path : paths) {
                total += Files.size(directory.resolve(path));
            }
            meter.begin(Phase.Verifying, total);
            List<ModelFile> files = new ArrayList<>();
            for (String path : paths) {
                meter.file(path);
                Path file = directory.resolve(path);
                files.add(new ModelFile(path, Files.size(file), FileDigest.sha256(file, meter::add)));
            }
            return files;
        } catch (IOException e) {
            throw StoreException.of(directory.toString(), e);
        }
    }

    private void compare(ModelManifest manifest, List<ModelFile> files) throws StoreException {
        Map<String, ModelFile> wanted = byPath(manifest.files());
        Map<String, ModelFile> found = byPath(files);
        TreeSet<String> paths = new TreeSet<>(wanted.keySet());
        paths.addAll(found.keySet());
        for (String path : paths) {
            ModelFile want = wanted.get(path);
            ModelFile is = found.get(path);
            if (want == null) {
                throw differs(path, "is not in the manifest");
            }
            if (is == null) {
                throw differs(path, "is missing");
            }
            if (is.size() != want.size()) {
                throw differs(path, "has %d bytes instead of %d".formatted(is.size(), want.size()));
            }
            if (!is.sha256().equals(want.sha256())) {
                throw differs(path, "has the SHA-256 %s instead of %s".formatted(is.sha256(), want.sha256()));
            }
        }
    }

    private StoreException differs(String path, String how) {
        return new StoreException(
                Reason.DIGEST_MISMATCH,
                "%s %s: the files are not those that %s lists"
                        .formatted(directory.resolve(path), how, ModelManifest.NAME));
    }

    private static Map<String, ModelFile> byPath(List<ModelFile> files) {
        return files.stream().collect(Collectors.toMap(ModelFile::path, Function.identity(), (first, _) -> first));
    }
}
