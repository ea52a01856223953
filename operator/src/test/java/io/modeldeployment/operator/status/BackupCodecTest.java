package io.modeldeployment.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.BackupPhase;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.backup.BackupState;
import io.modeldeployment.operator.backup.Choice;
import io.modeldeployment.operator.backup.Contents;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of a backup is all in its status, and comes back from there. */
class BackupCodecTest {
    private static final Instant NOW = Instant.parse("2026-01-01T03:00:00Z");

    private static void assertKept(BackupPhase phase, Choice choice, Optional<Place> place) {
        var backup = new ModelBackup();
        backup.setMetadata(
                new ObjectMetaBuilder().withName("b").withGeneration(1L).build());
        var state = new BackupState(
                phase,
                Optional.of(NOW),
                Optional.of(NOW.plusSeconds(5)),
                Optional.of(new Source("models", "v1", "6xk2c", "spam", Optional.of("fast"))),
                Optional.of(choice),
                Optional.of(new Contents("aa", 91_000_000, List.of(new Contents.File("a", 1)))),
                place,
                "Reason",
                "a message");
        backup.setStatus(BackupCodec.write(backup, state, NOW));
        var read = Serialization.unmarshal(Serialization.asJson(backup), ModelBackup.class);
        assertEquals(state, BackupCodec.read(read));
        assertEquals(backup.getStatus(), BackupCodec.write(read, BackupCodec.read(read), NOW.plusSeconds(9)));
    }

    @Test
    void aSnapshotComesBack() {
        var choice = new Choice.Snapshot("", "ClassFound", "one");
        assertKept(BackupPhase.RUNNING, choice, Optional.of(new Place.Snapshotted("b", Optional.empty())));
        assertKept(BackupPhase.READY, choice, Optional.of(new Place.Snapshotted("b", Optional.of("1Gi"))));
    }

    @Test
    void aCopyComesBack() {
        var choice = new Choice.Copy("NotInstalled", "copied");
        assertKept(BackupPhase.READY, choice, Optional.of(new Place.Copied("spam-backups", "b")));
        assertKept(BackupPhase.FAILED, choice, Optional.empty());
    }

    @Test
    void oneWithoutAStatusIsNew() {
        assertEquals(BackupState.NEW, BackupCodec.read(new ModelBackup()));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1023, 1023", "1024, 1.0Ki", "91000000, 86.8Mi", "267000000, 255Mi", "1099511627776, 1.0Ti"})
    void sizesCanBeRead(long bytes, String text) {
        assertEquals(text, BackupCodec.readable(bytes));
    }
}
