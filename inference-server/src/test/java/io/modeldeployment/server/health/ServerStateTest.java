package io.modeldeployment.server.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ServerStateTest {
    private final ServerState state = new ServerState();

    @Test
    void becomesReadyOnce() {
        state.ready();
        assertEquals(new ServerState.Stage.Ready(), state.stage());
    }

    @Test
    void neverComesBackFromDraining() {
        state.draining();
        state.ready();
        assertTrue(state.isDraining());
    }
}
