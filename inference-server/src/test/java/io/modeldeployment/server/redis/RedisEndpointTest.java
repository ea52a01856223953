package io.modeldeployment.server.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisEndpointTest {
    @Test
    void readsAnAddress() {
        assertEquals(
                new RedisEndpoint("cache", 6379, false, 0, Optional.empty(), Optional.empty()),
                RedisEndpoint.parse("redis://cache"));
        assertEquals(
                new RedisEndpoint("10.0.0.1", 7000, true, 3, Optional.of("server"), Optional.empty()),
                RedisEndpoint.parse("rediss://server@10.0.0.1:7000/3"));
    }

    @Test
    void showsNoPassword() {
        RedisEndpoint endpoint = RedisEndpoint.parse("redis://cache").with(Optional.of("hunter2"));
        assertFalse(endpoint.toString().contains("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cache:6379                     | no address of a Redis
            http://cache                   | write redis://
            redis://user:hunter2@cache     | set REDIS_PASSWORD
            redis://cache:0                | its port is none
            redis://cache/one              | its database is no number
            redis://cache?x=1              | write redis://
            redis://a b                    | it is no address
            """)
    void saysWhatToWriteInstead(String address, String message) {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> RedisEndpoint.parse(address));
        String said = String.valueOf(refusal.getMessage());
        assertTrue(said.contains(message), said);
        assertFalse(said.contains("hunter2"), said);
    }
}
