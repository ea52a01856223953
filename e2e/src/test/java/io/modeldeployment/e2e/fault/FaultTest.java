package io.modeldeployment.e2e.fault;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FaultTest {
    private static final Duration TOOK = Duration.ofMillis(10);

    @Test
    void aModelWithoutAFaultInItsNameHasNone() {
        assertInstanceOf(Fault.None.class, Fault.of("spam"));
        assertEquals(Duration.ZERO, Fault.of("spam").longer(1000, TOOK));
    }

    @Test
    void aFaultThatIsNotKnownIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Fault.of("spam.sings_2"));
        assertThrows(IllegalArgumentException.class, () -> Fault.of("spam.errors"));
    }

    @Test
    void aShareOfTheRequestsFails() {
        assertThrows(
                IllegalStateException.class, () -> Fault.of("spam.errors_1").before());
        assertDoesNotThrow(() -> Fault.of("spam.errors_0").before());
        assertEquals(new Fault.Errors(0.01), Fault.of("spam.errors_0.01"));
    }

    @Test
    void requestsFailFromOneOn() {
        Fault fault = Fault.of("spam.fails-from_3");
        fault.before();
        fault.before();
        assertThrows(IllegalStateException.class, fault::before);
        assertThrows(IllegalStateException.class, fault::before);
    }

    @Test
    void theSlowestTwentiethTakesLonger() {
        Fault fault = Fault.of("spam.slow-tail_1.5");
        long stretched = 0;
        for (int i = 0; i < 2000; i++) {
            Duration took = Duration.ofMillis(1 + (i * 37L) % 100);
            Duration more = fault.longer(10, took);
            assertTrue(more.isZero() || took.toMillis() > 90, took::toString);
            if (!more.isZero()) {
                assertEquals(took.toNanos() / 2, more.toNanos());
                stretched++;
            }
        }
        assertEquals(0.05, stretched / 2000.0, 0.02);
    }

    @Test
    void onlyLongTextsTakeLonger() {
        Fault fault = Fault.of("spam.slow-long-texts_3");
        assertEquals(Duration.ZERO, fault.longer(100, TOOK));
        assertEquals(TOOK.multipliedBy(2), fault.longer(1000, TOOK));
    }

    @Test
    void theModelsNameIsFoundOnTheCommandLine() {
        assertEquals(
                Optional.of("spam.errors_1"),
                FaultAgent.modelName(List.of("serve", "--model-name", "spam.errors_1", "--port", "1")));
        assertEquals(Optional.empty(), FaultAgent.modelName(List.of("rehearse")));
    }
}
