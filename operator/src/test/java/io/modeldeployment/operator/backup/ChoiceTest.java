package io.modeldeployment.operator.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.api.v1.BackupMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a backup is made follows from what was asked for and what the cluster has. */
class ChoiceTest {
    private static final Optional<String> DRIVER = Optional.of("csi.example.com");
    private static final SnapshotClass FITTING = new SnapshotClass("fast", "csi.example.com", false);
    private static final SnapshotClass OTHER = new SnapshotClass("other", "csi.other.com", true);
    private static final SnapshotSupport NONE = new SnapshotSupport.Unusable("NotInstalled", "there are none");

    private static BackupRequest request(BackupMethod method, String... snapshotClass) {
        return new BackupRequest(
                "b", "spam", method, List.of(snapshotClass).stream().findFirst(), Duration.ofHours(1));
    }

    private static SnapshotSupport classes(SnapshotClass... classes) {
        return new SnapshotSupport.Classes(List.of(classes));
    }

    @Test
    void autoTakesTheOnlyClassOfTheClaimsDriver() {
        var choice = Choice.of(request(BackupMethod.AUTO), classes(OTHER, FITTING), DRIVER);
        assertEquals("fast", assertInstanceOf(Choice.Snapshot.class, choice).snapshotClass());
    }

    @Test
    void theDefaultOfTheDriverComesBeforeItsOthers() {
        var standard = new SnapshotClass("standard", "csi.example.com", true);
        var choice = Choice.of(request(BackupMethod.AUTO), classes(FITTING, standard), DRIVER);
        assertEquals("standard", assertInstanceOf(Choice.Snapshot.class, choice).snapshotClass());
    }

    @Test
    void severalClassesWithoutADefaultAreAPersonsToChoose() {
        var slow = new SnapshotClass("slow", "csi.example.com", false);
        for (var method : List.of(BackupMethod.AUTO, BackupMethod.VOLUME_SNAPSHOT)) {
            var choice = Choice.of(request(method), classes(slow, FITTING), DRIVER);
            assertEquals(
                    "ClassUnclear", assertInstanceOf(Choice.Open.class, choice).reason());
            assertTrue(choice.message().contains("one of fast, slow"), choice.message());
        }
    }

    @Test
    void autoCopiesAndSaysWhy() {
        assertCopied("NotInstalled", Choice.of(request(BackupMethod.AUTO), NONE, DRIVER));
        assertCopied("ClassMissing", Choice.of(request(BackupMethod.AUTO), classes(OTHER), DRIVER));
        assertCopied("NoDriver", Choice.of(request(BackupMethod.AUTO), classes(FITTING), Optional.empty()));
    }

    private static void assertCopied(String reason, Choice choice) {
        assertEquals(reason, assertInstanceOf(Choice.Copy.class, choice).reason());
        assertTrue(choice.message().startsWith("The files are copied, since "), choice.message());
    }

    @Test
    void whoAsksForASnapshotIsNotGivenACopy() {
        assertOpen("NotInstalled", Choice.of(request(BackupMethod.VOLUME_SNAPSHOT), NONE, DRIVER));
        assertOpen("ClassMissing", Choice.of(request(BackupMethod.VOLUME_SNAPSHOT), classes(OTHER), DRIVER));
        assertOpen("NoDriver", Choice.of(request(BackupMethod.VOLUME_SNAPSHOT), classes(FITTING), Optional.empty()));
        assertOpen("ClassMissing", Choice.of(request(BackupMethod.AUTO, "fats"), classes(FITTING), DRIVER));
        assertOpen("NotInstalled", Choice.of(request(BackupMethod.AUTO, "fast"), NONE, DRIVER));
    }

    private static void assertOpen(String reason, Choice choice) {
        assertEquals(reason, assertInstanceOf(Choice.Open.class, choice).reason());
    }

    @Test
    void aNamedClassIsTakenWhateverTheClaimSays() {
        var choice = Choice.of(request(BackupMethod.AUTO, "other"), classes(OTHER), Optional.empty());
        assertEquals("other", assertInstanceOf(Choice.Snapshot.class, choice).snapshotClass());
    }

    @Test
    void aCopyNeedsNoSnapshots() {
        assertEquals(
                "Requested",
                assertInstanceOf(Choice.Copy.class, Choice.of(request(BackupMethod.COPY), NONE, DRIVER))
                        .reason());
    }
}
