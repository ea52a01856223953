package io.modeldeployment.server.store.s3;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.modeldeployment.server.store.Bytes;
import io.modeldeployment.server.store.Fetch;
import io.modeldeployment.server.store.Meter;
import io.modeldeployment.server.store.ModelFile;
import io.modeldeployment.server.store.ModelManifest;
import io.modeldeployment.server.store.Patience;
import io.modeldeployment.server.store.Remote;
import io.modeldeployment.server.store.Remote.Body;
import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.Time;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Fetches from a real S3 server, which checks signatures. */
@Timeout(240)
class BucketIT {
    private static final byte[] WEIGHTS = Bytes.random(2_000_000, 7);

    @TempDir
    private static Path directory;

    private static @Nullable S3Server started;

    @BeforeAll
    static void start() throws Exception {
        Path files = directory.resolve("files");
        Files.createDirectories(files.resolve("1_Pooling"));
        Files.write(files.resolve("model.safetensors"), WEIGHTS);
        Files.writeString(files.resolve("config.json"), "{}");
        Files.writeString(files.resolve("1_Pooling/config.json"), "{}");
        Files.writeString(files.resolve("pytorch_model.bin"), "pickle");
        Optional<String> packages = S3Server.packages();
        assumeTrue(packages.isPresent(), "moto cannot be installed here");
        started = S3Server.start(packages.get(), files, "models", "spam/v1/");
    }

    @AfterAll
    static void stop() throws Exception {
        if (started != null) {
            started.close();
        }
    }

    private static S3Server server() {
        if (started == null) {
            throw new IllegalStateException("not started");
        }
        return started;
    }

    private static Source.Bucket source(int port, String bucket, String prefix) {
        return new Source.Bucket(Optional.of(URI.create("http://127.0.0.1:" + port)), "us-east-1", bucket, prefix);
    }

    private static ModelManifest fetch(Source.Bucket source, Path into, Map<String, String> environment)
            throws StoreException, InterruptedException {
        try (Remote remote = new BucketRemote(source, environment)) {
            return fetch(remote, into, 3);
        }
    }

    private static ModelManifest fetch(Remote remote, Path into, int failures)
            throws StoreException, InterruptedException {
        Patience patience = new Patience(failures, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(2));
        return new Fetch(remote, into, new Fetch.Limits(1 << 30, patience), Meter.silent(), Time.SYSTEM)
                .run(Optional.empty());
    }

    private static StoreException refused(Source.Bucket source, Map<String, String> environment) {
        return assertThrows(StoreException.class, () -> fetch(source, directory.resolve("refused"), environment));
    }

    @Test
    void fetchesWhatLiesBelowThePrefix() throws Exception {
        Path into = directory.resolve("plain");
        ModelManifest manifest = fetch(source(server().port(), "models", "spam/v1/"), into, server().credentials());

        assertEquals(
                List.of("1_Pooling/config.json", "config.json", "model.safetensors"),
                manifest.files().stream().map(ModelFile::path).toList());
        assertArrayEquals(WEIGHTS, Files.readAllBytes(into.resolve("model.safetensors")));
    }

    @Test
    void knowsTheDigestThatAnObjectWasUploadedWith() throws Exception {
        try (Remote remote = new BucketRemote(source(server().port(), "models", "spam/v1/"), server().credentials())) {
            RemoteFile weights = remote.list().files().stream()
                    .filter(file -> file.path().equals("model.safetensors"))
                    .findFirst()
                    .orElseThrow();
            assertEquals(Optional.of(Remote.Checksum.sha256(Bytes.sha256(WEIGHTS))), weights.checksum());
        }
    }

    @Test
    void goesOnWhereAConnectionWasCut() throws Exception {
        Path into = directory.resolve("cut");
        try (CuttingRelay relay = new CuttingRelay(server().port(), 1_000_000)) {
            fetch(source(relay.port(), "models", "spam/v1/"), into, server().credentials());
            assertTrue(relay.hasCut());
        }
        assertArrayEquals(WEIGHTS, Files.readAllBytes(into.resolve("model.safetensors")));
    }

    @Test
    void aWrongSecretAndNoSecretAreRefused() {
        Map<String, String> wrong = new HashMap<>(server().credentials());
        wrong.put("AWS_SECRET_ACCESS_KEY", "wrong");
        assertEquals(
                Reason.UNAUTHORIZED,
                refused(source(server().port(), "models", "spam/v1/"), wrong).reason());
        assertEquals(
                Reason.UNAUTHORIZED,
                refused(source(server().port(), "models", "spam/v1/"), Map.of()).reason());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(
                Reason.NOT_FOUND,
                refused(source(server().port(), "models", "ham/"), server().credentials())
                        .reason());
        assertEquals(
                Reason.NOT_FOUND,
                refused(source(server().port(), "no-such-bucket", ""), server().credentials())
                        .reason());
    }

    @Test
    void aServerThatIsDownIsUnreachable() throws Exception {
        int port;
        try (CuttingRelay closed = new CuttingRelay(1, 0)) {
            port = closed.port();
        }
        assertEquals(
                Reason.UNREACHABLE,
                refused(source(port, "models", "spam/v1/"), server().credentials())
                        .reason());
    }

    @Test
    void aModelThatReplacesAnotherWhileThatIsFetchedIsNotMixedWithIt() throws Exception {
        Shards shards = new Shards("replaced/");
        shards.put(1);
        Path into = directory.resolve("replaced");
        try (Remote remote = shards.remote()) {
            Remote replacing = new SecondShard(remote, (file, offset, validator) -> {
                shards.put(2);
                return remote.open(file, offset, validator);
            });
            assertChanged(assertThrows(StoreException.class, () -> fetch(replacing, into, 3)), into);
        }

        fetch(shards.source(), into, server().credentials());
        shards.assertThere(into, 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, Shards.SIZE / 2})
    void aProcessThatFollowsOneThatWasKilledKnowsWhatItListed(int cut) throws Exception {
        Shards shards = new Shards("killed/" + cut + "/");
        shards.put(1);
        Path into = directory.resolve("killed-" + cut);
        try (Remote remote = shards.remote()) {
            Remote cutting = new SecondShard(remote, (file, offset, validator) -> {
                try (Body body = remote.open(file, offset, validator)) {
                    InputStream start = new ByteArrayInputStream(body.stream().readNBytes(cut));
                    return new Body(body.offset(), body.total(), body.validator(), start);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            StoreException failure = assertThrows(StoreException.class, () -> fetch(cutting, into, 1));
            assertEquals(Reason.UNREACHABLE, failure.reason());
        }
        assertTrue(Files.exists(into.resolve(Shards.FIRST)));
        shards.put(2);

        assertChanged(refused(shards.source(), into), into);
        fetch(shards.source(), into, server().credentials());
        shards.assertThere(into, 2);
    }

    private static StoreException refused(Source.Bucket source, Path into) {
        return assertThrows(StoreException.class, () -> fetch(source, into, server().credentials()));
    }

    private static void assertChanged(StoreException refusal, Path into) throws IOException {
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        assertTrue(refusal.getMessage().contains("changed since it was listed"), refusal.getMessage());
        try (Stream<Path> left = Files.list(into)) {
            assertEquals(List.of(), left.toList());
        }
    }

    /** Models of one architecture, so of one size, that are uploaded without digests. */
    private record Shards(String prefix) {
        private static final int SIZE = 100_000;
        private static final String FIRST = "model-00001-of-00002.safetensors";
        private static final String SECOND = "model-00002-of-00002.safetensors";

        private Source.Bucket source() {
            return BucketIT.source(server().port(), "models", prefix);
        }

        private Remote remote() {
            return new BucketRemote(source(), server().credentials());
        }

        private void put(int version) {
            try (S3Client client = server().client()) {
                for (String path : List.of(FIRST, SECOND)) {
                    client.putObject(
                            request -> request.bucket("models").key(prefix + path),
                            RequestBody.fromBytes(content(path, version)));
                }
            }
        }

        private void assertThere(Path into, int version) throws IOException {
            for (String path : List.of(FIRST, SECOND)) {
                assertArrayEquals(content(path, version), Files.readAllBytes(into.resolve(path)), path);
            }
        }

        private static byte[] content(String path, int version) {
            return Bytes.random(SIZE, Objects.hash(path, version));
        }
    }

    private interface Opening {
        Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException;
    }

    /** Opens the second shard as a test wants it, once the first one is whole. */
    private record SecondShard(Remote remote, Opening opening) implements Remote {
        @Override
        public String source() {
            return remote.source();
        }

        @Override
        public Listing list() throws StoreException {
            return remote.list();
        }

        @Override
        public Body open(RemoteFile file, long offset, Optional<String> validator) throws StoreException {
            return file.path().equals(Shards.SECOND)
                    ? opening.open(file, offset, validator)
                    : remote.open(file, offset, validator);
        }
    }
}
