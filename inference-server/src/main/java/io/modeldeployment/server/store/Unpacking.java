package io.modeldeployment.server.store;

import io.modeldeployment.server.store.StoreException.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** Takes the files of a model out of an archive of a stranger: bounded in number and bytes, and none outside of the directory. */
final class Unpacking {
    private static final Set<Byte> FILES =
            Set.of(TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG);
    private static final int MOST_ENTRIES = 10_000;
    private static final int BUFFER = 1 << 18;
    private static final int TAR_MAGIC = 257;

    private final Path into;
    private final long mostBytes;
    private final Meter meter;
    private long bytes;

    /** @param mostBytes of all entries together, also of those that are not taken */
    Unpacking(Path into, long mostBytes, Meter meter) {
        this.into = into;
        this.mostBytes = mostBytes;
        this.meter = meter;
    }

    /** The directory of the model in what was unpacked: where {@code config.json} is, or below the one directory that there is. */
    static Path root(Path unpacked) throws IOException {
        Path root = unpacked;
        while (!Files.exists(root.resolve("config.json"))) {
            List<Path> children;
            try (Stream<Path> listed = Files.list(root)) {
                children = listed.toList();
            }
            if (children.size() != 1 || !Files.isDirectory(children.getFirst())) {
                return root;
            }
            root = children.getFirst();
        }
        return root;
    }

    void run(Path archive) throws StoreException, IOException {
        try (InputStream file = new BufferedInputStream(Files.newInputStream(archive), BUFFER);
                ArchiveInputStream<?> entries = open(file)) {
            List<String> taken = new ArrayList<>();
            int count = 0;
            for (ArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (++count > MOST_ENTRIES) {
                    throw new StoreException(Reason.REFUSED, "the archive has more than " + MOST_ENTRIES + " entries");
                }
                String path = entry.getName().startsWith("./") ? entry.getName().substring(2) : entry.getName();
                if (!entry.isDirectory() && TakenFiles.isTaken(path)) {
                    requireFile(entry, path);
                    if (taken.contains(path)) {
                        throw new StoreException(Reason.REFUSED, "the archive has '" + path + "' twice");
                    }
                    taken.add(path);
                    write(entries, path);
                } else {
                    skip(entries);
                }
            }
            if (taken.stream().noneMatch(path -> path.endsWith(".safetensors"))) {
                throw new StoreException(
                        Reason.REFUSED, "the archive has no *.safetensors file among its " + count + " entries");
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new StoreException(Reason.REFUSED, "the archive is damaged: " + e.getMessage());
        }
    }

    private ArchiveInputStream<?> open(InputStream file) throws IOException, StoreException {
        byte[] start = peek(file);
        if (start.length > 2 && start[0] == 0x1f && (start[1] & 0xff) == 0x8b) {
            return new TarArchiveInputStream(new GZIPInputStream(file, BUFFER));
        }
        if (start.length > 4 && start[0] == 'P' && start[1] == 'K') {
            return new ZipArchiveInputStream(file);
        }
        boolean tar = start.length >= TAR_MAGIC + 5
                && new String(Arrays.copyOfRange(start, TAR_MAGIC, TAR_MAGIC + 5), StandardCharsets.US_ASCII)
                        .equals("ustar");
        if (tar) {
            return new TarArchiveInputStream(file);
        }
        throw new StoreException(
                Reason.REFUSED, "what was fetched is no .tar.gz, .tar or .zip; does the address ask for a login?");
    }

    private static byte[] peek(InputStream file) throws IOException {
        file.mark(TAR_MAGIC + 16);
        byte[] start = file.readNBytes(TAR_MAGIC + 8);
        file.reset();
        return start;
    }

    private static void requireFile(ArchiveEntry entry, String path) throws StoreException {
        boolean file = switch (entry) {
            case TarArchiveEntry tar -> FILES.contains(tar.getLinkFlag());
            case ZipArchiveEntry zip -> !zip.isUnixSymlink();
            default -> false;
        };
        if (!file) {
            throw new StoreException(Reason.REFUSED, "'" + path + "' in the archive is a link or no file");
        }
    }

    private void write(InputStream entry, String path) throws StoreException, IOException {
        Path file = into.resolve(path).normalize();
        Path parent = file.getParent();
        if (!file.startsWith(into) || parent == null) {
            throw new StoreException(Reason.REFUSED, "'" + path + "' leads out of the archive");
        }
        Files.createDirectories(parent);
        meter.file(path);
        try (OutputStream out = Files.newOutputStream(file)) {
            pass(entry, out);
        }
        Disk.flush(file);
    }

    /** What is not taken is unpacked all the same to get past it, so it counts. */
    private void skip(InputStream entry) throws StoreException, IOException {
        pass(entry, OutputStream.nullOutputStream());
    }

    private void pass(InputStream entry, OutputStream out) throws StoreException, IOException {
        byte[] buffer = new byte[BUFFER];
        for (int length = entry.read(buffer); length >= 0; length = entry.read(buffer)) {
            bytes += length;
            if (bytes > mostBytes) {
                throw new StoreException(
                        Reason.NO_SPACE,
                        "the archive unpacks to more than %d MiB; give the model more room (model.storage.size)"
                                .formatted(mostBytes >> 20));
            }
            out.write(buffer, 0, length);
            meter.add(length);
        }
    }
}
