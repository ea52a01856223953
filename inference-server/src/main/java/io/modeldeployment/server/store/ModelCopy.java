package io.modeldeployment.server.store;

import io.modeldeployment.server.store.Progress.Phase;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Copies a model from one directory into another one, and looks at the copy before it says that it is one. */
public final class ModelCopy {
    private static final int BUFFER = 1 << 20;
    private static final String UNDER_WAY = ".partial";

    private final Path from;
    private final Path to;
    private final Meter meter;

    public ModelCopy(Path from, Path to, Meter meter) {
        this.from = from;
        this.to = to;
        this.meter = meter;
    }

    /**
     * Copies what is not there yet, with the manifest where there is one.
     *
     * @param digest what the copy's digest has to be; empty where any model will do
     * @return what the copy is
     */
    public ModelManifest run(Optional<String> digest) throws StoreException {
        if (!Files.isDirectory(from)) {
            throw new StoreException(Reason.NOT_FOUND, from + " is no directory");
        }
        try {
            Optional<ModelManifest> manifest = ModelManifest.read(from);
            if (manifest.isPresent()) {
                Inspection.require(manifest.get(), digest); // before the bytes are moved
            }
            copy();
            if (manifest.isPresent()) {
                manifest.get().write(to);
            }
        } catch (IOException e) {
            throw StoreException.of(to.toString(), e);
        }
        ModelManifest copied = new Inspection(to, meter).run();
        Inspection.require(copied, digest);
        return copied;
    }

    private void copy() throws IOException, StoreException {
        List<String> paths = Disk.files(from);
        if (paths.isEmpty()) {
            throw new StoreException(Reason.NOT_FOUND, from + " has no files");
        }
        Files.createDirectories(to);
        Files.deleteIfExists(to.resolve(ModelManifest.NAME)); // not whole from here on
        for (String path : Disk.files(to)) {
            if (!paths.contains(path)) {
                throw new StoreException(
                        Reason.REFUSED, to.resolve(path) + " is there already; copy into an empty directory");
            }
        }
        long total = 0;
        long missing = 0;
        for (String path : paths) {
            long size = Files.size(from.resolve(path));
            total += size;
            missing += isThere(path) ? 0 : size;
        }
        meter.begin(Phase.Copying, total);
        Disk.require(to, missing);
        for (String path : paths) {
            meter.file(path);
            if (isThere(path)) {
                meter.add(Files.size(to.resolve(path)));
            } else {
                copy(path);
            }
        }
    }

    // A file gets its name when it is whole, so its size tells; its content is looked at in the end.
    private boolean isThere(String path) throws IOException {
        Path copied = to.resolve(path);
        return Files.exists(copied) && Files.size(copied) == Files.size(from.resolve(path));
    }

    private void copy(String path) throws IOException {
        Path partial = Files.createDirectories(to.resolve(UNDER_WAY)).resolve("copy");
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(from.resolve(path));
                OutputStream out = Files.newOutputStream(partial)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
                meter.add(length);
            }
        }
        Disk.flush(partial);
        Disk.place(partial, to.resolve(path));
        Files.delete(to.resolve(UNDER_WAY));
    }
}
