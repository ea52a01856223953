package io.modeldeployment.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.store.LocalServer.Fault;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.remote.WebRemote;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebFetchTest {
    private static final byte[] WEIGHTS = Bytes.random(200_000, 4);
    private static final byte[] CONFIG = "{\"model_type\": \"bert\"}".getBytes(StandardCharsets.UTF_8);
    private static final String ARCHIVE = "/models/tiny.tar.gz";

    @TempDir
    private Path directory;

    private final FakeTime time = new FakeTime();
    private final LocalServer server = newServer();

    private static LocalServer newServer() {
        try {
            return new LocalServer();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private Path model() {
        return directory.resolve("model");
    }

    private ModelManifest fetch(String path) throws StoreException, InterruptedException {
        return fetch(path, Optional.empty(), 1L << 40);
    }

    private ModelManifest fetch(String path, Optional<String> sha256, long bytes)
            throws StoreException, InterruptedException {
        Source.Web source = new Source.Web(URI.create(server.url() + path), sha256);
        Patience patience = new Patience(4, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1));
        WebRemote remote = new WebRemote(source, Optional.of("secret"));
        return new Fetch(remote, model(), new Fetch.Limits(bytes, patience), new Meter(time, _ -> {}), time)
                .run(Optional.empty());
    }

    private StoreException refused(String path) {
        StoreException refusal = assertThrows(StoreException.class, () -> fetch(path));
        assertFalse(Files.exists(model().resolve(ModelManifest.NAME)));
        return refusal;
    }

    /** A tar whose entries a test writes. */
    private interface Entries {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] tarGz(Entries entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            entries.write(tar);
        }
        return bytes.toByteArray();
    }

    private static void file(TarArchiveOutputStream tar, String path, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path, true);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private static void model(TarArchiveOutputStream tar, String folder) throws IOException {
        file(tar, folder + "config.json", CONFIG);
        file(tar, folder + "model.safetensors", WEIGHTS);
        file(tar, folder + "train.py", new byte[] {'x'});
    }

    private void assertTiny() throws IOException, StoreException {
        assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
        assertArrayEquals(CONFIG, Files.readAllBytes(model().resolve("config.json")));
        assertEquals(List.of("config.json", "model.safetensors"), Disk.files(model()));
        new Inspection(model(), Meter.silent()).run();
        assertFalse(Files.exists(model().resolve(".partial")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "./", "tiny/", "a/b/"})
    void unpacksAnArchiveWhereverTheModelIsInIt(String folder) throws Exception {
        server.put(ARCHIVE, tarGz(tar -> model(tar, folder)));

        fetch(ARCHIVE);

        assertTiny();
    }

    @Test
    void unpacksATarAndAZip() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("tiny/"));
            zip.putNextEntry(new ZipEntry("tiny/config.json"));
            zip.write(CONFIG);
            zip.putNextEntry(new ZipEntry("tiny/model.safetensors"));
            zip.write(WEIGHTS);
        }
        server.put("/tiny.zip", bytes.toByteArray());
        fetch("/tiny.zip");
        assertTiny();

        Disk.delete(model());
        bytes.reset();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            model(tar, "");
        }
        server.put("/tiny.tar", bytes.toByteArray());
        fetch("/tiny.tar");
        assertTiny();
    }

    @Test
    void fetchesASingleFile() throws Exception {
        server.put("/model.safetensors", WEIGHTS);

        ModelManifest manifest = fetch("/model.safetensors?signature=abc");

        assertEquals(server.url() + "/model.safetensors", manifest.source());
        assertEquals(
                List.of(new ModelFile("model.safetensors", WEIGHTS.length, Bytes.sha256(WEIGHTS))), manifest.files());
    }

    @Test
    void anArchiveThatIsCutGoesOn() throws Exception {
        byte[] archive = tarGz(tar -> model(tar, ""));
        server.put(ARCHIVE, archive).fail(ARCHIVE, new Fault.CutAfter(archive.length / 2));

        fetch(ARCHIVE);

        assertTiny();
        assertEquals(
                Optional.of("bytes=" + archive.length / 2 + "-"),
                server.asked(ARCHIVE).getLast().range());
    }

    @Test
    void aFileThatBecomesAnotherOneOnTheWayIsFetchedFromItsBeginning() throws Exception {
        byte[] old = tarGz(tar -> file(tar, "model.safetensors", Bytes.random(200_000, 5)));
        server.put(ARCHIVE, old).fail(ARCHIVE, new Fault.CutAfter(old.length / 2));
        WebRemote remote =
                new WebRemote(new Source.Web(URI.create(server.url() + ARCHIVE), Optional.empty()), Optional.empty());
        Time replacing = new Time() {
            @Override
            public long nanos() {
                return time.nanos();
            }

            @Override
            public void sleep(Duration duration) {
                try {
                    server.put(ARCHIVE, tarGz(tar -> model(tar, "")));
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }
        };
        new Fetch(remote, model(), new Fetch.Limits(1 << 30, Patience.DEFAULT), Meter.silent(), replacing)
                .run(Optional.empty());

        assertTiny();
        assertTrue(server.asked(ARCHIVE).getLast().ifRange().isPresent());
    }

    @Test
    void aFileThatIsAlwaysAnotherOneIsGivenUp() throws Exception {
        byte[] archive = tarGz(tar -> model(tar, ""));
        Fault[] faults =
                IntStream.range(0, 20).mapToObj(_ -> new Fault.CutAfter(1_000)).toArray(Fault[]::new);
        server.put(ARCHIVE, archive).fail(ARCHIVE, faults);
        int[] version = {0};
        Time replacing = new Time() {
            @Override
            public long nanos() {
                return 0;
            }

            @Override
            public void sleep(Duration duration) {
                version[0]++;
                server.put(ARCHIVE, Bytes.random(archive.length, version[0]));
            }
        };
        WebRemote remote =
                new WebRemote(new Source.Web(URI.create(server.url() + ARCHIVE), Optional.empty()), Optional.empty());
        StoreException refusal = assertThrows(
                StoreException.class,
                () -> new Fetch(remote, model(), new Fetch.Limits(1 << 30, Patience.DEFAULT), Meter.silent(), replacing)
                        .run(Optional.empty()));
        assertEquals(Reason.REFUSED, refusal.reason());
    }

    @Test
    void aServerWithoutRangesSendsItAllAgain() throws Exception {
        byte[] archive = tarGz(tar -> model(tar, ""));
        server.put(ARCHIVE, archive).fail(ARCHIVE, new Fault.CutAfter(archive.length / 2), new Fault.NoRanges());

        fetch(ARCHIVE);

        assertTiny();
        assertEquals(2, server.asked(ARCHIVE).size());
    }

    @Test
    void aServerThatSendsLessThanThereIsIsFoundOutByTheArchive() throws Exception {
        server.put(ARCHIVE, tarGz(tar -> model(tar, ""))).fail(ARCHIVE, new Fault.LyingLength(-5_000));

        StoreException refusal = refused(ARCHIVE);
        assertEquals(Reason.REFUSED, refusal.reason());
        assertTrue(refusal.getMessage().contains("damaged"), refusal.getMessage());
    }

    @Test
    void theFileIsHeldAgainstItsDigest() throws Exception {
        byte[] archive = tarGz(tar -> model(tar, ""));
        server.put(ARCHIVE, archive);

        assertThrows(StoreException.class, () -> fetch(ARCHIVE, Optional.of("a".repeat(64)), 1 << 30));
        fetch(ARCHIVE, Optional.of(Bytes.sha256(archive)), 1 << 30);
        assertTiny();
    }

    @Test
    void nothingGetsOutOfTheDirectory() throws Exception {
        for (String path : List.of("../evil.json", "/etc/evil.json", "a/../../evil.json", "a\\..\\evil.json")) {
            server.put(ARCHIVE, tarGz(tar -> {
                model(tar, "");
                file(tar, path, CONFIG);
            }));
            assertEquals(Reason.REFUSED, refused(ARCHIVE).reason(), path);
            Disk.delete(model());
        }
    }

    @Test
    void linksAreRefused() throws Exception {
        for (byte kind : new byte[] {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_CHR}) {
            server.put(ARCHIVE, tarGz(tar -> {
                TarArchiveEntry link = new TarArchiveEntry("vocab.txt", kind);
                link.setLinkName("/etc/passwd");
                tar.putArchiveEntry(link);
                tar.closeArchiveEntry();
                model(tar, "");
            }));
            assertEquals(Reason.REFUSED, refused(ARCHIVE).reason());
            Disk.delete(model());
        }
    }

    @Test
    void aBombIsPutOutBeforeTheDiskIsFull() throws Exception {
        server.put(ARCHIVE, tarGz(tar -> {
            model(tar, "");
            file(tar, "zeros.txt", new byte[4 << 20]);
            file(tar, "zeros.bin", new byte[4 << 20]);
        }));

        StoreException refusal = assertThrows(StoreException.class, () -> fetch(ARCHIVE, Optional.empty(), 5 << 20));
        assertEquals(Reason.NO_SPACE, refusal.reason());
    }

    @Test
    void aBodyWithoutAnEndIsCutOffWhereTheRoomEnds() throws Exception {
        // Ends all the same, lest the disk of the tests gets full.
        Fault endless = new Fault.Chunked(64 << 20);
        server.put("/model.safetensors", WEIGHTS).fail("/model.safetensors", endless);

        assertTooLarge("/model.safetensors", 1 << 20);
        assertEquals(1, server.asked().size());
    }

    @Test
    void aBodyThatIsAnnouncedAsTooLargeIsNotBegun() throws Exception {
        server.put("/model.safetensors", WEIGHTS);

        assertTooLarge("/model.safetensors", WEIGHTS.length - 1);
        fetch("/model.safetensors", Optional.empty(), WEIGHTS.length);
    }

    @Test
    void aBodyWithoutALengthMayFillTheRoom() throws Exception {
        server.put("/model.safetensors", WEIGHTS).fail("/model.safetensors", new Fault.Chunked(0));

        fetch("/model.safetensors", Optional.empty(), WEIGHTS.length);
    }

    @Test
    void whatAnEarlierRunBroughtCountsToo() throws Exception {
        Fault[] cuts =
                IntStream.range(0, 4).mapToObj(_ -> new Fault.CutAfter(0)).toArray(Fault[]::new);
        server.put("/model.safetensors", WEIGHTS)
                .fail("/model.safetensors", new Fault.CutAfter(150_000))
                .fail("/model.safetensors", cuts)
                .fail("/model.safetensors", new Fault.Chunked(0));
        assertEquals(Reason.UNREACHABLE, refused("/model.safetensors").reason());

        assertTooLarge("/model.safetensors", 160_000);
        assertEquals(
                Optional.of("bytes=150000-"),
                server.asked("/model.safetensors").getLast().range());
    }

    private void assertTooLarge(String path, long bytes) throws IOException {
        StoreException refusal = assertThrows(StoreException.class, () -> fetch(path, Optional.empty(), bytes));
        assertEquals(Reason.NO_SPACE, refusal.reason());
        assertTrue(refusal.getMessage().contains(bytes + " bytes"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("model.storage.size"), refusal.getMessage());
        try (Stream<Path> left = Files.walk(model())) {
            assertEquals(
                    List.of("plan.json"),
                    left.filter(Files::isRegularFile)
                            .map(file -> String.valueOf(file.getFileName()))
                            .toList());
        }
    }

    @Test
    void anArchiveOfTooManyEntriesIsRefused() throws Exception {
        server.put(ARCHIVE, tarGz(tar -> {
            for (int i = 0; i <= 10_000; i++) {
                file(tar, "f" + i, new byte[0]);
            }
        }));

        assertEquals(Reason.REFUSED, refused(ARCHIVE).reason());
    }

    @Test
    void aLoginPageIsNoArchive() {
        server.put(ARCHIVE, "<html>please log in</html>".getBytes(StandardCharsets.UTF_8));

        StoreException refusal = refused(ARCHIVE);
        assertEquals(Reason.REFUSED, refusal.reason());
        assertTrue(refusal.getMessage().contains("login"), refusal.getMessage());
    }

    @Test
    void whatIsNoModelIsNotFetched() {
        assertEquals(Reason.REFUSED, refused("/model.pt").reason());
        assertEquals(List.of(), server.asked());
    }

    @Test
    void redirectsEndSomewhereAndNotWhereCredentialsAre() {
        server.redirect("/a.zip", "/b.zip").redirect("/b.zip", "/a.zip");
        assertEquals(Reason.REFUSED, refused("/a.zip").reason());

        server.redirect("/c.zip", "http://169.254.169.254/latest/meta-data/");
        StoreException refusal = refused("/c.zip");
        assertEquals(Reason.REFUSED, refusal.reason());
        assertTrue(refusal.getMessage().contains("link-local"), refusal.getMessage());

        for (String location :
                List.of("file:///etc/passwd", "ftp://127.0.0.1/x", "http://user:pass@127.0.0.1/x", "http://[")) {
            server.redirect("/d.zip", location);
            assertEquals(Reason.REFUSED, refused("/d.zip").reason(), location);
        }
    }

    @Test
    void aTokenThatWentToAnotherHostDoesNotComeBackWithIt() throws Exception {
        try (LocalServer other = new LocalServer()) {
            server.redirect("/a.zip", other.url() + "/b.zip");
            other.redirect("/b.zip", server.url() + "/c.zip");
            refused("/a.zip");

            assertEquals(
                    Optional.of("Bearer secret"),
                    server.asked("/a.zip").getFirst().authorization());
            assertEquals(Optional.empty(), other.asked("/b.zip").getFirst().authorization());
            assertEquals(Optional.empty(), server.asked("/c.zip").getFirst().authorization());
        }
    }
}
