package io.modeldeployment.server.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5); // nanoTime may overflow
    private final Circuit circuit = new Circuit(3, Duration.ofNanos(100), now::get);

    private void failThreeTimes() {
        assertFalse(circuit.failed());
        assertFalse(circuit.failed());
        assertTrue(circuit.failed(), "the third in a row opens it");
    }

    @Test
    void isClosedUntilSeveralFailuresInARow() {
        circuit.failed();
        circuit.failed();
        circuit.succeeded();
        circuit.failed();
        circuit.failed();
        assertTrue(circuit.mayTry());
    }

    @Test
    void leavesItOutForAWhileAndThenLetsOneTry() {
        failThreeTimes();
        assertFalse(circuit.mayTry());
        now.addAndGet(99);
        assertFalse(circuit.mayTry());
        now.addAndGet(1);
        assertTrue(circuit.mayTry());
        assertFalse(circuit.mayTry(), "one at a time");
    }

    @Test
    void letsEverybodyInAgainWhenTheTrialGoesWell() {
        failThreeTimes();
        now.addAndGet(100);
        assertTrue(circuit.mayTry());
        circuit.succeeded();
        assertTrue(circuit.mayTry());
        assertFalse(circuit.failed(), "the count starts anew");
    }

    @Test
    void restsAgainWhenTheTrialFails() {
        failThreeTimes();
        now.addAndGet(100);
        assertTrue(circuit.mayTry());
        assertTrue(circuit.failed());
        assertFalse(circuit.mayTry());
        now.addAndGet(100);
        assertEquals(true, circuit.mayTry());
    }
}
