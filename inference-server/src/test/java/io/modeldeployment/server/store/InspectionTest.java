package io.modeldeployment.server.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.store.StoreException.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectionTest {
    @TempDir
    private Path directory;

    private Path model = Path.of("");
    private Path copy = Path.of("");

    @BeforeEach
    void write() throws Exception {
        model = directory.resolve("model");
        copy = directory.resolve("copy");
        Files.createDirectories(model.resolve("1_Pooling"));
        Files.write(model.resolve("model.safetensors"), Bytes.random(100_000, 1));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("1_Pooling/config.json"), "{}");
        ModelManifest.of("here", "r1", new Inspection(model, Meter.silent()).hash())
                .write(model);
    }

    private static ModelManifest inspect(Path directory) throws StoreException {
        return new Inspection(directory, Meter.silent()).run();
    }

    private StoreException differs(Path directory) {
        StoreException refusal = assertThrows(StoreException.class, () -> inspect(directory));
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        return refusal;
    }

    @Test
    void theDigestIsThatOfEveryFilesPathSizeAndContent() throws Exception {
        String lines = "a.json\0" + "2\0" + Bytes.sha256("{}".getBytes(StandardCharsets.UTF_8)) + "\n" + "b.json\0"
                + "0\0" + Bytes.sha256(new byte[0]) + "\n";
        assertEquals(
                Bytes.sha256(lines.getBytes(StandardCharsets.UTF_8)),
                ModelManifest.digestOf(List.of(
                        new ModelFile("b.json", 0, Bytes.sha256(new byte[0])),
                        new ModelFile("a.json", 2, Bytes.sha256("{}".getBytes(StandardCharsets.UTF_8))))));
    }

    @Test
    void aWholeModelIsWhatItsManifestSays() throws Exception {
        assertEquals(ModelManifest.read(model), Optional.of(inspect(model)));
    }

    @Test
    void whatIsHiddenIsNotLookedAt() throws Exception {
        Files.createDirectories(model.resolve("lost+found"));
        Files.createDirectories(model.resolve(".partial"));
        Files.writeString(model.resolve(".partial/x.part"), "x");
        inspect(model);
    }

    @Test
    void oneByteIsEnough() throws Exception {
        byte[] bytes = Files.readAllBytes(model.resolve("model.safetensors"));
        bytes[50_000] ^= 1;
        Files.write(model.resolve("model.safetensors"), bytes);
        assertTrue(differs(model).getMessage().contains("model.safetensors has the SHA-256"));
    }

    @Test
    void filesThatAreShortMissingOrTooManyAreNamed() throws Exception {
        Files.writeString(model.resolve("config.json"), "{ }");
        assertTrue(differs(model).getMessage().contains("config.json has 3 bytes instead of 2"));
        Files.delete(model.resolve("config.json"));
        assertTrue(differs(model).getMessage().contains("config.json is missing"));
        Files.writeString(model.resolve("config.json"), "{}");
        Files.writeString(model.resolve("added.json"), "{}");
        assertTrue(differs(model).getMessage().contains("added.json is not in the manifest"));
    }

    @Test
    void aManifestThatIsDamagedSpeaksForNothing() throws Exception {
        String manifest = Files.readString(model.resolve(ModelManifest.NAME));
        for (String damaged : List.of(
                "", "{", "{}", "[]", manifest.replaceFirst("\"size\" : 2", "\"size\" : 3"), manifest.substring(50))) {
            Files.writeString(model.resolve(ModelManifest.NAME), damaged);
            differs(model);
        }
    }

    @Test
    void aLinkIsRefused() throws Exception {
        Files.createSymbolicLink(model.resolve("vocab.txt"), Path.of("/etc/passwd"));
        assertEquals(
                Reason.REFUSED,
                assertThrows(StoreException.class, () -> inspect(model)).reason());
    }

    @Test
    void aDirectoryWithoutManifestIsWhatItIs() throws Exception {
        String digest = inspect(model).digest();
        Files.delete(model.resolve(ModelManifest.NAME));
        assertEquals(digest, inspect(model).digest());
        StoreException refusal = assertThrows(
                StoreException.class, () -> Inspection.require(inspect(model), Optional.of("a".repeat(64))));
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
    }

    private ModelManifest copy(Optional<String> digest) throws StoreException {
        return new ModelCopy(model, copy, Meter.silent()).run(digest);
    }

    @Test
    void aCopyIsTheSameModel() throws Exception {
        ModelManifest original = inspect(model);
        assertEquals(original, copy(Optional.of(original.digest())));
        assertEquals(original, inspect(copy));
        assertEquals(original, copy(Optional.empty()), "and once more");
    }

    @Test
    void aCopyThatWasKilledGoesOn() throws Exception {
        Files.createDirectories(copy.resolve(".partial"));
        Files.writeString(copy.resolve(".partial/copy"), "half");
        Files.copy(model.resolve("config.json"), copy.resolve("config.json"));
        Files.writeString(copy.resolve("model.safetensors"), "of another size");
        assertEquals(inspect(model), copy(Optional.empty()));
        assertFalse(Files.exists(copy.resolve(".partial")));
    }

    @Test
    void aDamagedModelIsFoundOutWhenItIsCopied() throws IOException {
        Files.writeString(model.resolve("config.json"), "[]");
        StoreException refusal = assertThrows(StoreException.class, () -> copy(Optional.empty()));
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
    }

    @Test
    void anotherModelIsNotCopied() {
        StoreException refusal = assertThrows(StoreException.class, () -> copy(Optional.of("a".repeat(64))));
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        assertFalse(Files.exists(copy));
    }

    @Test
    void aDirectoryWithSomethingElseIsLeftAlone() throws Exception {
        Files.createDirectories(copy);
        Files.writeString(copy.resolve("thesis.txt"), "mine");
        assertEquals(
                Reason.REFUSED,
                assertThrows(StoreException.class, () -> copy(Optional.empty())).reason());
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertEquals(
                Reason.NOT_FOUND,
                assertThrows(StoreException.class, () -> inspect(directory.resolve("nowhere")))
                        .reason());
    }
}
