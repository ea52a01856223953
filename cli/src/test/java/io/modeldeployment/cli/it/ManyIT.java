package io.modeldeployment.cli.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.modeldeployment.cli.Fixture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thousands of resources: all of them are shown, in a small heap. */
class ManyIT {
    private static final int COUNT = Integer.getInteger("mdep.many", 1200);

    @SuppressWarnings("NullAway.Init") // set before all
    private static String namespace;

    private final Plugin plugin = new Plugin(ApiServer.shared().kubeConfig(), "-Xmx64m");

    @BeforeAll
    static void fill() {
        try (var client = ApiServer.shared().client();
                var threads = Executors.newFixedThreadPool(16)) {
            namespace = ApiServer.newNamespace(client);
            new Plugin(ApiServer.shared().kubeConfig(), "").awaitArchive();
            for (int i = 0; i < COUNT; i++) {
                String name = "m%05d".formatted(i);
                threads.execute(() -> ApiServer.createModel(
                        client,
                        Fixture.CANARY
                                .replace("name: spam\n", "name: " + name + "\n")
                                .replace("namespace: models", "namespace: " + namespace)));
            }
        }
    }

    @Test
    void theTableHasThemAll() {
        var result = plugin.run("get", "-n", namespace);
        report("table", result);
        assertEquals(0, result.code(), result.err());
        assertEquals(COUNT + 1, result.out().lines().count());
    }

    @Test
    void jsonHasThemAll() throws Exception {
        var result = new Plugin(ApiServer.shared().kubeConfig(), "-Xmx256m").run("get", "-n", namespace, "-o", "json");
        report("json", result);
        assertEquals(0, result.code(), result.err());
        assertEquals(
                COUNT, new ObjectMapper().readTree(result.out()).at("/items").size());
    }

    @Test
    void oneOfThemIsShown() {
        var result = plugin.run("get", "m00042", "-n", namespace);
        report("one", result);
        assertEquals(0, result.code(), result.err());
        assertTrue(result.out().startsWith("m00042 in " + namespace + " · Paused"), result.out());
    }

    private static void report(String what, Plugin.Result result) {
        System.out.printf(
                "%s of %d: %d ms, at most %d MiB%n", what, COUNT, result.millis(), result.peakMemory() / 1024);
    }
}
