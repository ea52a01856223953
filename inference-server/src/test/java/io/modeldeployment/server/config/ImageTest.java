package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What two files of the image's build have to agree on. */
class ImageTest {
    private static String find(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow(() -> new AssertionError(file + " has nothing like " + pattern));
    }

    @Test
    void aStartIsRecordedWithJarsOfTheTimeThatTheImageGivesThem() throws IOException {
        assertEquals(
                find("--timestamp (\\d+)", Path.of("../images/lib/store.sh")),
                find("touch -d @(\\d+)", Path.of("Dockerfile")));
    }
}
