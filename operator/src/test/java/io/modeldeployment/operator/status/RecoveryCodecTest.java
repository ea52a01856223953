package io.modeldeployment.operator.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.fabric8.kubernetes.client.utils.Serialization;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.recovery.Past;
import io.modeldeployment.operator.recovery.Rung;
import io.modeldeployment.operator.recovery.StandIn;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What recovery has done is all in the status, and comes back from there. */
class RecoveryCodecTest {
    private static final StandIn NIGHTLY = new StandIn("nightly", "d".repeat(64), "z9qdw");

    private static ModelDeploymentStatus kept(Past past, Optional<StandIn> standIn) {
        var written = RecoveryCodec.write(past, Optional.empty(), standIn);
        return Serialization.unmarshal(
                Serialization.asJson(written == null ? Map.of() : Map.of("recovery", written)),
                ModelDeploymentStatus.class);
    }

    @Test
    void whatWasDoneComesBack() {
        var past = new Past(
                1, Optional.of(Rung.RESTORE), Optional.of(Instant.parse("2026-01-01T12:00:00Z")), List.of("a", "b"));

        var status = kept(past, Optional.of(NIGHTLY));

        assertEquals(past, RecoveryCodec.read(status));
        assertEquals(Optional.of(NIGHTLY), RecoveryCodec.standIn(status));
    }

    @Test
    void aBackupStandsInLongerThanItIsRememberedWhy() {
        var status = kept(Past.NONE, Optional.of(NIGHTLY));

        assertEquals(Past.NONE, RecoveryCodec.read(status));
        assertEquals(Optional.of(NIGHTLY), RecoveryCodec.standIn(status));
    }

    @Test
    void nothingIsNothing() {
        assertNull(RecoveryCodec.write(Past.NONE, Optional.empty(), Optional.empty()));
        assertEquals(Optional.empty(), RecoveryCodec.standIn(kept(Past.NONE, Optional.empty())));
        assertEquals(Optional.empty(), RecoveryCodec.standIn(null));
    }
}
