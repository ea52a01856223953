package io.modeldeployment.server.store;

import io.modeldeployment.server.model.FileDigest;
import io.modeldeployment.server.store.Download.Fetched;
import io.modeldeployment.server.store.Progress.Phase;
import io.modeldeployment.server.store.Remote.Checksum;
import io.modeldeployment.server.store.Remote.Listing;
import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Brings a model from a source into a directory.
 *
 * <p>What there is at the source is asked once and kept, so that a branch that moves does not mix two models. Each file comes into
 * {@code .partial}, is checked there, and gets its name then. The manifest is written last: a directory that has one holds the model
 * that it lists, and is only looked at again. Killed anywhere, the next run goes on.
 */
public final class Fetch {
    private static final String UNDER_WAY = ".partial";
    private static final String PLAN = "plan.json";
    /** Raised when a plan that was kept before would be read as less than it should say. */
    private static final int FORMAT = 2;

    private final Remote remote;
    private final Path directory;
    private final Limits limits;
    private final Meter meter;
    private final Time time;

    /**
     * How much is put up with.
     *
     * @param bytes of all files together, as they come and unpacked
     * @param patience with failures that may pass
     */
    public record Limits(long bytes, Patience patience) {}

    private record Plan(@Nullable Integer format, String source, Listing listing) {}

    public Fetch(Remote remote, Path directory, Limits limits, Meter meter, Time time) {
        this.remote = remote;
        this.directory = directory;
        this.limits = limits;
        this.meter = meter;
        this.time = time;
    }

    /**
     * Fetches what is not there yet.
     *
     * @param digest what the model's digest has to be; empty where any will do
     */
    public ModelManifest run(Optional<String> digest) throws StoreException, InterruptedException {
        try {
            Files.createDirectories(directory);
            Optional<ModelManifest> there = ModelManifest.read(directory);
            if (there.isPresent()) {
                return confirm(there.get(), digest);
            }
            Listing listing = plan();
            ModelManifest manifest = ModelManifest.of(remote.source(), listing.revision(), bring(listing));
            require(manifest, digest);
            manifest.write(directory);
            Disk.delete(underWay());
            return manifest;
        } catch (IOException e) {
            throw StoreException.of(directory.toString(), e);
        }
    }

    private ModelManifest confirm(ModelManifest there, Optional<String> digest) throws StoreException {
        if (!there.source().equals(remote.source())) {
            throw new StoreException(
                    Reason.REFUSED,
                    "%s holds the model of %s already; fetch into an empty directory"
                            .formatted(directory, there.source()));
        }
        Inspection.require(there, digest);
        return new Inspection(directory, meter).run();
    }

    /** What shall be there; as it was found at first, also after the process was killed. */
    private Listing plan() throws StoreException, IOException, InterruptedException {
        meter.begin(Phase.Resolving, 0);
        Path file = underWay().resolve(PLAN);
        Optional<Plan> kept = kept(file);
        if (kept.isPresent() && kept.get().source().equals(remote.source())) {
            if (Objects.equals(kept.get().format(), FORMAT)) {
                return kept.get().listing();
            }
            forget(); // without the versions that were listed, what is fetched now may be of another model
        }
        Disk.delete(underWay());
        List<String> strangers = Disk.files(directory);
        if (!strangers.isEmpty()) {
            throw new StoreException(
                    Reason.REFUSED,
                    directory.resolve(strangers.getFirst()) + " is there already; fetch into an empty directory");
        }
        Listing listing = limits.patience().insist(time, remote::list);
        Files.createDirectories(underWay());
        Path partial = underWay().resolve(PLAN + ".new");
        Files.write(partial, JsonMapper.shared().writeValueAsBytes(new Plan(FORMAT, remote.source(), listing)));
        Disk.place(partial, file);
        return listing;
    }

    private static Optional<Plan> kept(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JsonMapper.shared().readValue(Files.readAllBytes(file), Plan.class));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    private List<ModelFile> bring(Listing listing) throws StoreException, IOException, InterruptedException {
        long total = listing.files().stream()
                .mapToLong(file -> file.size().orElse(0))
                // A sum that overflows would pass for a small one.
                .reduce(0, (sum, size) -> size > Long.MAX_VALUE - sum ? Long.MAX_VALUE : sum + size);
        if (total > limits.bytes()) {
            throw new StoreException(
                    Reason.NO_SPACE,
                    "the model has %d MiB, %d MiB are allowed; give it more room (model.storage.size)"
                            .formatted(total >> 20, limits.bytes() >> 20));
        }
        meter.begin(Phase.Fetching, total);
        List<Download> downloads = new ArrayList<>();
        List<ModelFile> files = new ArrayList<>();
        long room = limits.bytes() - total;
        for (RemoteFile file : listing.files()) {
            Optional<ModelFile> there = listing.archive() ? Optional.empty() : there(file);
            if (there.isPresent()) {
                meter.add(there.get().size());
                files.add(there.get());
                room -= unlisted(file, there.get());
            } else {
                downloads.add(new Download(remote, file, underWay(), meter));
            }
        }
        requireSpace(total - files.stream().mapToLong(ModelFile::size).sum(), downloads);
        for (Download download : downloads) {
            Fetched fetched = fetch(download, room);
            if (listing.archive()) {
                return unpack(fetched.place());
            }
            Disk.place(fetched.place(), directory.resolve(fetched.file().path()));
            files.add(fetched.file());
            room -= unlisted(download.file(), fetched.file());
        }
        return files;
    }

    /** Bytes of a file that the list's total is without. */
    private static long unlisted(RemoteFile listed, ModelFile is) {
        return listed.size().isPresent() ? 0 : is.size();
    }

    private void requireSpace(long missing, List<Download> downloads) throws IOException, StoreException {
        long begun = 0;
        for (Download download : downloads) {
            begun += download.there();
        }
        meter.add(begun);
        Disk.require(directory, missing - begun);
    }

    private Fetched fetch(Download download, long room) throws StoreException, InterruptedException {
        try {
            return download.run(Math.max(0, room), limits.patience(), time);
        } catch (StoreException e) {
            if (e.reason() == Reason.NOT_FOUND || e.reason() == Reason.DIGEST_MISMATCH) {
                forget(); // what was planned is not there any more; the next run asks anew
            }
            throw e;
        }
    }

    private Optional<ModelFile> there(RemoteFile file) throws IOException {
        Path place = directory.resolve(file.path());
        if (!Files.exists(place)) {
            return Optional.empty();
        }
        meter.file(file.path());
        ModelFile is = new ModelFile(file.path(), Files.size(place), FileDigest.sha256(place, _ -> {}));
        Optional<String> wanted = file.checksum()
                .filter(checksum -> checksum.algorithm() == Checksum.Algorithm.SHA256)
                .map(Checksum::hex);
        // What was checked before it got its name is damaged only where the disk is.
        boolean whole = file.size().orElse(is.size()) == is.size()
                && wanted.orElse(is.sha256()).equalsIgnoreCase(is.sha256());
        return whole ? Optional.of(is) : Optional.empty();
    }

    private List<ModelFile> unpack(Path archive) throws StoreException, IOException {
        Path unpacked = underWay().resolve("unpacked");
        Disk.delete(unpacked);
        Files.createDirectories(unpacked);
        meter.begin(Phase.Extracting, 0);
        new Unpacking(unpacked, limits.bytes(), meter).run(archive);
        Path root = Unpacking.root(unpacked);
        for (String path : Disk.files(root)) {
            Disk.place(root.resolve(path), directory.resolve(path));
        }
        return new Inspection(directory, meter).hash();
    }

    private void require(ModelManifest manifest, Optional<String> digest) throws StoreException {
        try {
            Inspection.require(manifest, digest);
        } catch (StoreException e) {
            forget();
            throw e;
        }
    }

    /** Another run shall not find what this one brought. */
    private void forget() throws StoreException {
        try {
            for (String path : Disk.files(directory)) {
                Files.delete(directory.resolve(path));
            }
            Disk.delete(underWay());
        } catch (IOException e) {
            throw StoreException.of(directory.toString(), e);
        }
    }

    private Path underWay() {
        return directory.resolve(UNDER_WAY);
    }
}
