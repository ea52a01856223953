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
import io.modeldeployment.server.store.Remote.RemoteFile;
import io.modeldeployment.server.store.Source;
import io.modeldeployment.server.store.StoreException;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.Time;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

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
        Patience patience = new Patience(3, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMinutes(2));
        try (Remote remote = new BucketRemote(source, environment)) {
            return new Fetch(remote, into, new Fetch.Limits(1 << 30, patience), Meter.silent(), Time.SYSTEM)
                    .run(Optional.empty());
        }
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
}
