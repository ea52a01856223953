package io.modeldeployment.server.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdTest {
    @ParameterizedTest
    @ValueSource(strings = {"7", "req-1_2.3", "4bf92f35-77b3-4da6-a3ce-929d0e0e4736", "Root=1-67891233-abc:/+@"})
    void keepsWhatAClientSent(String id) {
        assertEquals(id, RequestId.of(id));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "a b", "a\nb", "\u001b[31m", "{\"a\":1}", "世界", "<script>"})
    void makesANewOneWhereNoneIsFitForALog(String id) {
        assertTrue(RequestId.of(id).matches("[0-9a-f]{32}"));
    }

    @Test
    void refusesOneThatIsTooLong() {
        assertEquals(128, RequestId.of("x".repeat(128)).length());
        assertNotEquals("x".repeat(129), RequestId.of("x".repeat(129)));
    }

    @Test
    void makesDifferentOnes() {
        assertNotEquals(RequestId.of(null), RequestId.of(null));
    }
}
