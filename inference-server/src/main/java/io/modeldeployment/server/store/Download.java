package io.modeldeployment.server.store;

import io.modeldeployment.server.model.FileDigest;
import io.modeldeployment.server.store.Remote.Body;
import io.modeldeployment.server.store.Remote.Checksum;
import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Brings one file whole onto the disk: goes on where an earlier try ended, also one of a process before this one, and begins again
 * where the file has become another one in between.
 */
final class Download {
    private static final int BUFFER = 1 << 18;
    /** A file that is damaged on the way is fetched once more; one that changes all the time is given up. */
    private static final int RESTARTS = 3;

    private final Remote remote;
    private final RemoteFile file;
    private final Path part;
    private final Path version;
    private final Meter meter;
    private int restarts;
    private boolean damaged;

    /** @param directory where what has come so far is kept */
    Download(Remote remote, RemoteFile file, Path directory, Meter meter) {
        String name = HexFormat.of()
                .formatHex(FileDigest.newSha256().digest(file.path().getBytes(StandardCharsets.UTF_8)), 0, 8);
        this.remote = remote;
        this.file = file;
        this.part = directory.resolve(name + ".part");
        this.version = directory.resolve(name + ".version");
        this.meter = meter;
    }

    RemoteFile file() {
        return file;
    }

    /** Bytes that an earlier try left. */
    long there() throws IOException {
        return Files.exists(part) ? Files.size(part) : 0;
    }

    /**
     * Fetches it.
     *
     * @param room bytes that it may have where the source has not said beforehand how many it has
     * @return where it lies now, and its digest
     */
    Fetched run(long room, Patience patience, Time time) throws StoreException, InterruptedException {
        Patience.Attempts attempts = patience.begin(time);
        while (true) {
            try {
                attempt(room, attempts);
                Disk.flush(part);
                Optional<ModelFile> checked = check();
                if (checked.isPresent()) {
                    Files.deleteIfExists(version);
                    return new Fetched(part, checked.get());
                }
            } catch (StoreException failure) {
                attempts.failed(failure);
            } catch (IOException failure) {
                attempts.failed(StoreException.of(file.path(), failure));
            }
        }
    }

    /** A file that came. */
    record Fetched(Path place, ModelFile file) {}

    /** One connection. */
    private void attempt(long room, Patience.Attempts attempts) throws StoreException, IOException {
        long have = there();
        if (file.size().isPresent() && have == file.size().getAsLong()) {
            if (have == 0) {
                Files.write(part, new byte[0]); // an empty file is whole before it is asked for
            }
            return;
        }
        Optional<String> validator = validator();
        // Two halves of unknown versions could only be told apart by a checksum.
        boolean unknown = validator.isEmpty() && file.checksum().isEmpty();
        if (have > 0 && (unknown || have > file.size().orElse(Long.MAX_VALUE))) {
            restart(have);
            have = 0;
        }
        try (Body body = remote.open(file, have, validator)) {
            if (body.offset() != have) {
                restart(have);
                if (body.offset() != 0) {
                    throw new StoreException(
                            Reason.UNREACHABLE,
                            "%s: asked from byte %d on, the server sends from %d on"
                                    .formatted(file.path(), have, body.offset()));
                }
            }
            expectSize(body, room);
            remember(body.validator());
            receive(body, room, attempts);
        }
    }

    private void expectSize(Body body, long room) throws StoreException, IOException {
        if (file.size().isEmpty() && body.total().orElse(body.offset()) > room) {
            throw tooLarge(room);
        }
        if (body.total().isEmpty()) {
            return;
        }
        long total = body.total().getAsLong();
        if (file.size().isPresent() && total != file.size().getAsLong()) {
            throw new StoreException(
                    Reason.DIGEST_MISMATCH,
                    "%s: %d bytes are listed, but the server sends %d"
                            .formatted(file.path(), file.size().getAsLong(), total));
        }
        if (file.size().isEmpty()) {
            meter.expect(total);
        }
        Disk.require(directory(), total - body.offset());
    }

    private void receive(Body body, long room, Patience.Attempts attempts) throws StoreException, IOException {
        long most = file.size().orElse(room);
        long end = body.offset();
        byte[] buffer = new byte[BUFFER];
        InputStream in = body.stream();
        try (FileChannel out = FileChannel.open(
                part, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                if (length > most - end) {
                    throw tooLarge(room);
                }
                ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, length);
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                end += length;
                attempts.progressed();
                meter.add(length);
            }
        }
        if (body.total().isPresent() && end != body.total().getAsLong()) {
            throw new StoreException(
                    Reason.UNREACHABLE,
                    "%s: the connection ended after %d of %d bytes"
                            .formatted(file.path(), end, body.total().getAsLong()));
        }
    }

    /** Drops what came, as no other end of it would fit either. */
    private StoreException tooLarge(long room) throws IOException {
        Files.deleteIfExists(part);
        Files.deleteIfExists(version);
        return file.size().isPresent()
                ? new StoreException(
                        Reason.DIGEST_MISMATCH,
                        "%s: %d bytes are listed, but the server sends more"
                                .formatted(file.path(), file.size().getAsLong()))
                : new StoreException(
                        Reason.NO_SPACE,
                        "%s: has more than the %d bytes that the model may still have;".formatted(file.path(), room)
                                + " give it more room (model.storage.size; by hand --max-bytes)");
    }

    private Optional<ModelFile> check() throws StoreException, IOException {
        long size = Files.size(part);
        if (file.size().isPresent() && size != file.size().getAsLong()) {
            return damaged(
                    size,
                    "has %d bytes instead of %d".formatted(size, file.size().getAsLong()));
        }
        String sha256 = FileDigest.sha256(part, _ -> {});
        if (file.checksum().isPresent()) {
            Checksum wanted = file.checksum().get();
            String is = switch (wanted.algorithm()) {
                case SHA256 -> sha256;
                case GIT_BLOB -> gitBlob(size);
            };
            if (!is.equalsIgnoreCase(wanted.hex())) {
                return damaged(size, "has the digest %s instead of %s".formatted(is, wanted.hex()));
            }
        }
        return Optional.of(new ModelFile(file.path(), size, sha256));
    }

    private String gitBlob(long size) throws IOException {
        MessageDigest digest = FileDigest.newDigest("SHA-1");
        digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
        FileDigest.update(digest, part, _ -> {});
        return HexFormat.of().formatHex(digest.digest());
    }

    private Optional<ModelFile> damaged(long size, String how) throws StoreException, IOException {
        if (damaged) {
            Files.deleteIfExists(part);
            throw new StoreException(Reason.DIGEST_MISMATCH, file.path() + ": what was fetched " + how);
        }
        damaged = true;
        restart(size);
        return Optional.empty();
    }

    private void restart(long lost) throws StoreException, IOException {
        restarts++;
        Files.deleteIfExists(part);
        Files.deleteIfExists(version);
        meter.add(-lost);
        if (restarts > RESTARTS) {
            throw new StoreException(
                    Reason.REFUSED,
                    file.path()
                            + ": the file becomes another one while it is fetched; use an address that stays the same");
        }
    }

    private Optional<String> validator() throws IOException {
        return Files.exists(version) ? Optional.of(Files.readString(version)) : Optional.empty();
    }

    private void remember(Optional<String> validator) throws IOException {
        if (validator.isPresent()) {
            Files.writeString(version, validator.get());
        } else {
            Files.deleteIfExists(version);
        }
    }

    private Path directory() {
        Path parent = part.getParent();
        return parent == null ? part : parent;
    }
}
