package io.modeldeployment.server.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.store.LocalServer.Asked;
import io.modeldeployment.server.store.LocalServer.Fault;
import io.modeldeployment.server.store.StoreException.Reason;
import io.modeldeployment.server.store.remote.HubRemote;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class HubFetchTest {
    private static final byte[] WEIGHTS = Bytes.random(300_000, 2);
    private static final Patience PATIENCE =
            new Patience(4, Duration.ofSeconds(1), Duration.ofMinutes(2), Duration.ofHours(1));

    @TempDir
    private Path directory;

    private final FakeTime time = new FakeTime();
    private LocalHub hub = newHub();

    private static LocalHub newHub() {
        try {
            return new LocalHub();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void publish() {
        hub.model().publish();
    }

    @AfterEach
    void close() {
        hub.close();
    }

    private Path model() {
        return directory.resolve("model");
    }

    private ModelManifest fetch() throws StoreException, InterruptedException {
        return fetch(PATIENCE, Optional.empty());
    }

    private ModelManifest fetch(Patience patience, Optional<String> digest)
            throws StoreException, InterruptedException {
        HubRemote remote = new HubRemote(hub.source(), Optional.of("hf_secret"));
        return new Fetch(remote, model(), new Fetch.Limits(1L << 40, patience), new Meter(time, _ -> {}), time)
                .run(digest);
    }

    private StoreException refused() {
        StoreException refusal = assertThrows(StoreException.class, this::fetch);
        assertFalse(refusal.getMessage().contains("secret"), refusal.getMessage());
        return refusal;
    }

    private String weightsPath() {
        return hub.cdnPath(WEIGHTS);
    }

    private List<String> present() throws IOException {
        try (Stream<Path> files = Files.walk(model())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> model().relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void fetchesWhatAServerReadsAtTheCommitOfTheRevision() throws Exception {
        ModelManifest manifest = fetch();

        assertEquals(
                List.of(
                        ModelManifest.NAME,
                        "1_Pooling/config.json",
                        "config.json",
                        "model.safetensors",
                        "tokenizer.json"),
                present());
        assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
        assertEquals(LocalHub.COMMIT, manifest.revision());
        assertEquals(hub.hub.url() + "/org/tiny@main", manifest.source());
        assertEquals(
                Map.of(
                        "1_Pooling/config.json",
                        2L,
                        "config.json",
                        22L,
                        "model.safetensors",
                        300_000L,
                        "tokenizer.json",
                        3_000L),
                manifest.files().stream().collect(Collectors.toMap(ModelFile::path, ModelFile::size)));
        assertEquals(Optional.of(manifest), ModelManifest.read(model()));
        assertEquals(manifest, new Inspection(model(), Meter.silent()).run());
    }

    @Test
    void theTokenIsForTheHubAlone() throws Exception {
        fetch();

        assertTrue(hub.hub.asked().stream()
                .allMatch(request -> request.authorization().equals(Optional.of("Bearer hf_secret"))));
        assertEquals(
                List.of(Optional.empty()),
                hub.cdn.asked().stream().map(Asked::authorization).toList());
    }

    @Test
    void aSecondRunAsksNobody() throws Exception {
        ModelManifest first = fetch();
        int asked = hub.hub.asked().size();

        assertEquals(first, fetch());
        assertEquals(asked, hub.hub.asked().size());
        assertEquals(1, hub.cdn.asked().size());
    }

    @Test
    void aConnectionThatIsCutGoesOnWhereItWas() throws Exception {
        hub.cdn.fail(weightsPath(), new Fault.CutAfter(150_000));

        fetch();

        assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
        List<Asked> asked = hub.cdn.asked(weightsPath());
        assertEquals(2, asked.size());
        assertEquals(Optional.empty(), asked.getFirst().range());
        assertEquals(Optional.of("bytes=150000-"), asked.getLast().range());
        assertTrue(asked.getLast().ifRange().isPresent());
    }

    @Test
    void aProcessThatWasKilledIsFollowedByOneThatGoesOn() throws Exception {
        hub.cdn.fail(weightsPath(), new Fault.CutAfter(150_000));
        assertThrows(
                StoreException.class,
                () -> fetch(new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO), Optional.empty()));
        assertFalse(Files.exists(model().resolve(ModelManifest.NAME)));

        fetch();

        assertEquals(
                Optional.of("bytes=150000-"),
                hub.cdn.asked(weightsPath()).getLast().range());
        assertEquals(1, hub.hub.asked(LocalHub.listPath()).size());
        assertEquals(1, hub.hub.asked(LocalHub.resolved("config.json")).size());
    }

    @Test
    void aBranchThatMovesInBetweenDoesNotMixTwoModels() throws Exception {
        hub.cdn.fail(weightsPath(), new Fault.CutAfter(150_000));
        assertThrows(
                StoreException.class,
                () -> fetch(new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO), Optional.empty()));
        hub.publish("f".repeat(40));

        assertEquals(LocalHub.COMMIT, fetch().revision());
    }

    @Test
    void aListOfAProgramThatKeptNoVersionsIsAskedForAnew() throws Exception {
        fetchUntilCut();
        assertTrue(present().contains("config.json"));
        Path file = model().resolve(".partial").resolve("plan.json");
        ObjectNode plan = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(file));
        plan.remove("format");
        plan.path("listing").path("files").forEach(listed -> ((ObjectNode) listed).remove("version"));
        Files.write(file, JsonMapper.shared().writeValueAsBytes(plan));

        fetch();

        assertEquals(2, hub.hub.asked(LocalHub.listPath()).size());
        assertEquals(2, hub.hub.asked(LocalHub.resolved("config.json")).size());
        assertEquals(Optional.empty(), hub.cdn.asked(weightsPath()).getLast().range());
    }

    @Test
    void waitsAsLongAsItIsToldTo() throws Exception {
        hub.hub.fail(LocalHub.listPath(), new Fault.Status(429, Map.of("Retry-After", "7")));
        hub.cdn.fail(weightsPath(), new Fault.Status(429, Map.of("Retry-After", "99999")));

        fetch();

        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofMinutes(2)), time.waits());
    }

    @Test
    void isToldTooOften() {
        hub.hub.fail(LocalHub.listPath(), repeated(9, new Fault.Status(429, Map.of("Retry-After", "7"))));

        assertEquals(Reason.RATE_LIMITED, refused().reason());
        assertEquals(4, hub.hub.asked(LocalHub.listPath()).size());
    }

    @Test
    void aServerThatIsDownIsAskedLessAndLessOften() {
        hub.hub.fail(LocalHub.listPath(), repeated(9, new Fault.Status(503, Map.of())));

        assertEquals(Reason.UNREACHABLE, refused().reason());
        assertEquals(3, time.waits().size());
        for (int i = 0; i < 3; i++) {
            Duration longest = Duration.ofSeconds(1L << i);
            Duration wait = time.waits().get(i);
            assertTrue(wait.compareTo(longest) <= 0 && wait.compareTo(longest.dividedBy(2)) >= 0, wait.toString());
        }
    }

    @Test
    void cutsThatLetBytesThroughDoNotAddUp() throws Exception {
        hub.cdn.fail(weightsPath(), repeated(20, new Fault.CutAfter(10_000)));

        fetch();

        assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
        assertEquals(21, hub.cdn.asked(weightsPath()).size());
    }

    @Test
    void aFirewallThatLetsNothingThroughEndsIt() {
        hub.cdn.fail(weightsPath(), repeated(20, new Fault.CutAfter(0)));

        assertEquals(Reason.UNREACHABLE, refused().reason());
        assertEquals(4, hub.cdn.asked(weightsPath()).size());
    }

    @Test
    void whatIsNotThereIsNotAskedForAgain() {
        hub.hub.remove(LocalHub.listPath());

        assertEquals(Reason.NOT_FOUND, refused().reason());
        assertEquals(List.of(), time.waits());
    }

    @Test
    void whoMayNotReadIsToldSo() {
        hub.hub.fail(
                LocalHub.listPath(),
                new Fault.Status(401, Map.of()),
                new Fault.Status(403, Map.of("X-Error-Code", "GatedRepo", "X-Error-Message", "Accept the terms")),
                new Fault.Status(401, Map.of("X-Error-Code", "RepoNotFound")));

        assertEquals(Reason.UNAUTHORIZED, refused().reason());
        StoreException gated = refused();
        assertEquals(Reason.UNAUTHORIZED, gated.reason());
        assertTrue(gated.getMessage().contains("Accept the terms"), gated.getMessage());
        assertEquals(Reason.NOT_FOUND, refused().reason());
    }

    @Test
    void aFileThatIsDamagedOnTheWayIsFetchedOnceMore() throws Exception {
        hub.cdn.fail(weightsPath(), new Fault.Damage());

        fetch();

        assertArrayEquals(WEIGHTS, Files.readAllBytes(model().resolve("model.safetensors")));
        assertEquals(2, hub.cdn.asked(weightsPath()).size());
    }

    @Test
    void aFileOfAnotherDigestIsRefused() throws Exception {
        hub.listLarge("model.safetensors", WEIGHTS.length, "a".repeat(64)).publish();

        StoreException refusal = refused();
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        assertTrue(refusal.getMessage().startsWith("model.safetensors: "), refusal.getMessage());
        assertEquals(2, hub.cdn.asked(weightsPath()).size());
        assertFalse(present().contains("model.safetensors"));
    }

    @Test
    void aSmallFileIsHeldAgainstGitsNameOfIt() {
        hub.hub.put(LocalHub.resolved("config.json"), "{\"model_type\": \"evil\"}".getBytes(StandardCharsets.UTF_8));

        assertEquals(Reason.DIGEST_MISMATCH, refused().reason());
    }

    @Test
    void aListThatLiesAboutASizeIsNotBelieved() {
        hub.listLarge("model.safetensors", WEIGHTS.length - 1, Bytes.sha256(WEIGHTS))
                .publish();

        assertEquals(Reason.DIGEST_MISMATCH, refused().reason());
    }

    @Test
    void aBodyThatGoesOnBeyondTheListedSizeIsCutOff() throws Exception {
        hub.cdn.fail(weightsPath(), repeated(2, new Fault.Chunked(1 << 20)));

        StoreException refusal = refused();
        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        assertTrue(
                refusal.getMessage().contains("300000 bytes are listed, but the server sends more"),
                refusal.getMessage());
        assertEquals(1, hub.cdn.asked(weightsPath()).size());
        assertEquals(List.of(), present());
    }

    @Test
    void anEmptyFileIsAFile() throws Exception {
        hub.small("vocab.txt", new byte[0]).publish();
        fetch();
        assertTrue(present().contains("vocab.txt"));
    }

    @Test
    void filesWhoseSizesAreNotListedShareWhatRoomIsLeft() throws Exception {
        hub.unsized("vocab.txt", Bytes.random(3_000, 5))
                .unsized("merges.txt", Bytes.random(3_000, 6))
                .publish();
        long listed = fetchedBytes(1L << 40) - 6_000;
        Disk.delete(model());

        assertEquals(
                Reason.NO_SPACE,
                assertThrows(StoreException.class, () -> fetchedBytes(listed + 5_999))
                        .reason());
        // The first of them is there already, and counts all the same.
        assertTrue(present().contains("vocab.txt"));
        assertEquals(
                Reason.NO_SPACE,
                assertThrows(StoreException.class, () -> fetchedBytes(listed + 5_999))
                        .reason());
        assertEquals(listed + 6_000, fetchedBytes(listed + 6_000));
    }

    private long fetchedBytes(long most) throws StoreException, InterruptedException {
        HubRemote remote = new HubRemote(hub.source(), Optional.empty());
        return new Fetch(remote, model(), new Fetch.Limits(most, PATIENCE), Meter.silent(), time)
                .run(Optional.empty()).files().stream()
                        .mapToLong(ModelFile::size)
                        .sum();
    }

    @Test
    void sizesThatAddUpToMoreThanANumberHoldsAreTooMuch() {
        hub.listLarge("model-2.safetensors", 1L << 62, "a".repeat(64))
                .listLarge("model-3.safetensors", 1L << 62, "b".repeat(64))
                .publish();

        assertEquals(Reason.NO_SPACE, refused().reason());
        assertEquals(List.of(), hub.cdn.asked());
    }

    @Test
    void aServerThatPromisesMoreThanItSendsIsGivenUp() {
        hub.cdn.fail(weightsPath(), repeated(20, new Fault.LyingLength(10)));

        assertEquals(Reason.DIGEST_MISMATCH, refused().reason());
    }

    @Test
    void aModelOfAnotherDigestThanWantedIsNotKept() throws Exception {
        StoreException refusal = assertThrows(StoreException.class, () -> fetch(PATIENCE, Optional.of("b".repeat(64))));

        assertEquals(Reason.DIGEST_MISMATCH, refusal.reason());
        assertEquals(List.of(), present());
        String digest = fetch().digest();
        assertEquals(digest, fetch(PATIENCE, Optional.of(digest)).digest());
        assertThrows(StoreException.class, () -> fetch(PATIENCE, Optional.of("b".repeat(64))));
        assertTrue(present().contains("model.safetensors"), "a model that is whole is no wrong download");
    }

    @Test
    void whatTheDiskHasNoRoomForIsNotBegun() {
        hub.listLarge("model-2.safetensors", 1L << 50, "a".repeat(64)).publish();

        StoreException refusal = assertThrows(
                StoreException.class,
                () -> new Fetch(
                                new HubRemote(hub.source(), Optional.empty()),
                                model(),
                                new Fetch.Limits(Long.MAX_VALUE, PATIENCE),
                                Meter.silent(),
                                time)
                        .run(Optional.empty()));
        assertEquals(Reason.NO_SPACE, refusal.reason());
        assertEquals(List.of(), hub.cdn.asked());
    }

    @Test
    void aDiskThatFillsUpOnTheWayIsSaid() throws Exception {
        fetchUntilCut();
        Path part = partOf("model.safetensors");
        Files.delete(part);
        // Linux' disk that is always full.
        Files.createSymbolicLink(part, Path.of("/dev/full"));

        StoreException refusal = refused();
        assertEquals(Reason.NO_SPACE, refusal.reason());
        assertTrue(refusal.getMessage().contains("model.storage.size"), refusal.getMessage());
        assertEquals(List.of(), time.waits());
    }

    private void fetchUntilCut() {
        hub.cdn.fail(weightsPath(), new Fault.CutAfter(150_000));
        assertThrows(
                StoreException.class,
                () -> fetch(new Patience(1, Duration.ZERO, Duration.ZERO, Duration.ZERO), Optional.empty()));
    }

    private Path partOf(String path) throws IOException {
        String name = Bytes.sha256(path.getBytes(StandardCharsets.UTF_8)).substring(0, 16) + ".part";
        return model().resolve(".partial").resolve(name);
    }

    @Test
    void aPathThatLeadsOutIsRefused() {
        hub.small("../../etc/evil.json", new byte[] {'{', '}'}).publish();

        StoreException refusal = refused();
        assertEquals(Reason.REFUSED, refusal.reason());
        assertTrue(refusal.getMessage().contains("../../etc/evil.json"), refusal.getMessage());
    }

    @Test
    void aRepositoryOfPicklesIsRefused() throws Exception {
        try (LocalHub other = new LocalHub()) {
            other.small("config.json", new byte[] {'{', '}'})
                    .large("pytorch_model.bin", Bytes.random(100, 9))
                    .publish();
            StoreException refusal =
                    assertThrows(StoreException.class, () -> new HubRemote(other.source(), Optional.empty()).list());
            assertEquals(Reason.REFUSED, refusal.reason());
            assertTrue(refusal.getMessage().contains("safe_serialization"), refusal.getMessage());
        }
    }

    @Test
    void aDirectoryWithSomethingElseIsLeftAlone() throws Exception {
        Files.createDirectories(model());
        Files.writeString(model().resolve("thesis.txt"), "mine");

        assertEquals(Reason.REFUSED, refused().reason());
        assertEquals("mine", Files.readString(model().resolve("thesis.txt")));
    }

    @Test
    void whatIsNoHubIsNamed() {
        hub.hub.put(LocalHub.listPath(), "<html>login</html>".getBytes(StandardCharsets.UTF_8));

        assertEquals(Reason.REFUSED, refused().reason());
    }

    private static Fault[] repeated(int times, Fault fault) {
        return IntStream.range(0, times).mapToObj(_ -> fault).toArray(Fault[]::new);
    }
}
