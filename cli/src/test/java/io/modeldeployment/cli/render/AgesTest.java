package io.modeldeployment.cli.render;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AgesTest {
    @Test
    void spansAreWrittenAsKubectlWritesThem() {
        assertEquals("0s", Ages.of(Duration.ofSeconds(-5)));
        assertEquals("119s", Ages.of(Duration.ofSeconds(119)));
        assertEquals("2m", Ages.of(Duration.ofSeconds(120)));
        assertEquals("5m12s", Ages.of(Duration.ofSeconds(312)));
        assertEquals("179m", Ages.of(Duration.ofMinutes(179)));
        assertEquals("3h", Ages.of(Duration.ofHours(3)));
        assertEquals("3h1m", Ages.of(Duration.ofMinutes(181)));
        assertEquals("47h", Ages.of(Duration.ofHours(47)));
        assertEquals("2d", Ages.of(Duration.ofHours(48)));
    }

    @Test
    void durationsAreReadAsTheCrdLetsThemThrough() {
        assertEquals(Optional.of(Duration.ofMinutes(90)), Ages.parse("1h30m"));
        assertEquals(Optional.of(Duration.ofSeconds(30)), Ages.parse("30s"));
        assertEquals(Optional.empty(), Ages.parse("ten minutes"));
        assertEquals(Optional.empty(), Ages.parse(""));
    }
}
