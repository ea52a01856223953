package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.TinyBert;
import io.modeldeployment.server.redis.RedisServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The guards in the distribution: what a flag brings, and that what no flag asks for is not there. */
@Timeout(240)
class GuardLauncherIT {
    private static final Pattern READY =
            Pattern.compile("on http://127\\.0\\.0\\.1:(\\d+), .*management port (\\d+|none), ready after");
    private static final String TEXT = "{\"text\": \"hello world\"}";

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    /** A server that runs: its ports, and where it writes. */
    private record Running(int port, String management, Path output) {}

    @BeforeEach
    void writeModel() {
        TinyBert.write(directory.resolve("tiny"));
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
        client.close();
    }

    private Process launch(Path output, Map<String, String> environment, String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Objects.requireNonNull(System.getProperty("modelserver")),
                "serve",
                "--model",
                directory.resolve("tiny").toString(),
                "--host",
                "127.0.0.1",
                "--device",
                "cpu"));
        command.addAll(List.of(more));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Running serve(String name, Map<String, String> environment, String... more) throws Exception {
        Path output = directory.resolve(name);
        Process process = launch(output, environment, more);
        while (process.isAlive()) {
            Matcher line = READY.matcher(Files.readString(output));
            if (line.find()) {
                return new Running(Integer.parseInt(line.group(1)), line.group(2), output);
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server ended: " + Files.readString(output));
    }

    private HttpResponse<String> send(String method, String port, String path, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode predict(Running server) throws Exception {
        HttpResponse<String> answer = send("POST", Integer.toString(server.port()), "/predict", TEXT);
        assertEquals(200, answer.statusCode(), answer.body());
        return ServerFixture.json(answer);
    }

    @Test
    void whatNoFlagAsksForIsNotLoaded() throws Exception {
        Path classes = directory.resolve("classes");
        Running server =
                serve("plain", Map.of("MODELSERVER_JAVA_OPTS", "-Xlog:class+load:file=" + classes), "--port", "0");
        assertFalse(predict(server).get("from_cache").booleanValue());
        assertTrue(predict(server).get("from_cache").booleanValue());
        HttpResponse<String> cleared = send("DELETE", server.management(), "/cache?pattern=tiny/*", "");
        assertEquals("{\"cleared\":{\"memory\":{\"entries\":1,\"complete\":true}}}", cleared.body());

        String loaded = Files.readString(classes);
        assertTrue(loaded.contains(" io.modeldeployment.server.config.Guards "), "the log lists classes");
        for (String library : List.of(" io.lettuce.", " io.netty.", " reactor.", " io.github.bucket4j.")) {
            assertFalse(loaded.contains(library), library);
        }
    }

    @Test
    void serversFindEachOthersAnswersInRedis() throws Exception {
        Assumptions.assumeTrue(RedisServer.isInstalled(), "apt-get install redis-server");
        try (RedisServer redis = RedisServer.start()) {
            Path secret = Files.writeString(directory.resolve("password"), redis.password() + "\n");
            Running first =
                    serve("first", Map.of("REDIS_PASSWORD", redis.password()), "--port", "0", "--redis", redis.uri());
            Running second = serve(
                    "second",
                    Map.of(),
                    "--port",
                    "0",
                    "--cache-size",
                    "0",
                    "--redis",
                    redis.uri(),
                    "--redis-password-file",
                    secret.toString());
            JsonNode computed = predict(first);
            // The digest of the files may still be on its way when the server is ready.
            JsonNode found = predict(second);
            while (!found.get("from_cache").booleanValue()) {
                found = predict(second);
            }
            assertEquals(computed.get("predictions"), found.get("predictions"));
            String digest = ServerFixture.json(send("GET", Integer.toString(second.port()), "/info", ""))
                    .get("digest")
                    .stringValue();
            assertTrue(digest.matches("[0-9a-f]{64}"), digest);
            for (Running server : List.of(first, second)) {
                assertFalse(Files.readString(server.output()).contains(redis.password()));
            }
        }
    }

    @Test
    void endsWithOneLineWhenTheManagementPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Path output = directory.resolve("output");
            Process server = launch(
                    output, Map.of(), "--port", "0", "--management-port", Integer.toString(taken.getLocalPort()));
            assertEquals(1, server.waitFor());
            List<String> lines = Files.readAllLines(output);
            assertTrue(
                    lines.getLast()
                            .endsWith("port " + taken.getLocalPort()
                                    + " is in use; choose another with --management-port, or none"),
                    lines.toString());
        }
    }
}
