package io.modeldeployment.server.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelGlobTest {
    @ParameterizedTest
    @CsvSource({
        "*, spam/v1, true",
        "spam/*, spam/v1, true",
        "spam/*, spam2/v1, false",
        "spam/v1, spam/v1, true",
        "spam/v1, spam/v10, false",
        "spam/v?, spam/v1, true",
        "spam/v?, spam/v10, false",
        "org/*/v1, org/spam/v1, true",
        "a.b/*, axb/v1, false",
        "a-c/*, abc/v1, false",
        "*/v1, spam/v1, true"
    })
    void matchesWholeNames(String glob, String name, boolean matches) {
        assertEquals(matches, ModelGlob.of(glob).matches(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "spam:*", "[a-z]", "(a+)+", "a b", "a\nb", "\\"})
    void refusesOtherPatterns(String glob) {
        assertThrows(IllegalArgumentException.class, () -> ModelGlob.of(glob));
    }

    @Test
    void isNotSlowOnAnyPattern() {
        ModelGlob stars = ModelGlob.of("*".repeat(300));
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> assertEquals(true, stars.matches("a".repeat(250))));
    }

    @Test
    void findsTheModelInAKeyOfRedis() {
        RedisKeys keys = new RedisKeys("org/spam/v1", "ab".repeat(32), "embedding");
        byte[] key = keys.of(CacheKey.of("a", 20));
        String text = new String(key, StandardCharsets.UTF_8);
        assertEquals(
                "modelserver:output:1:org/spam/v1:" + "ab".repeat(16)
                        + ":embedding:20:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                text);
        assertEquals(Optional.of("org/spam/v1"), RedisKeys.model(key));
        assertEquals(Optional.empty(), RedisKeys.model("other:key".getBytes(StandardCharsets.UTF_8)));
    }
}
