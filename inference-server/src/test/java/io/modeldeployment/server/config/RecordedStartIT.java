package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.TinyBert;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An installation of its own, in which a start is recorded as the image's build does it. */
@Timeout(240)
class RecordedStartIT {
    private static final Pattern PORT = Pattern.compile("on http://127\\.0\\.0\\.1:(\\d+), device cpu");

    @TempDir
    private static Path directory;

    private static Path recorded = Path.of("");
    private static HttpClient client = HttpClient.newHttpClient();

    private final List<Process> started = new ArrayList<>();

    @BeforeAll
    static void install() throws Exception {
        Path distribution = Path.of(Objects.requireNonNull(System.getProperty("modelserver")))
                .resolve("../..")
                .normalize();
        for (String part : List.of("bin", "lib")) {
            copy(distribution.resolve(part), directory.resolve(part));
        }
        Files.createSymbolicLink(directory.resolve("native"), distribution.resolve("native"));
        TinyBert.write(directory.resolve("tiny"));
        Path said = directory.resolve("said");
        Process rehearsal = launcher(said, "", "rehearse").start();
        assertEquals(0, rehearsal.waitFor(), () -> read(said));
        assertEquals("", read(said));
        recorded = Files.move(cache(), directory.resolve("recorded.aot"));
    }

    @AfterAll
    static void leave() {
        client.close();
    }

    @AfterEach
    void endWhatIsLeft() throws IOException {
        started.forEach(Process::destroyForcibly);
        Files.deleteIfExists(cache());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static Path cache() {
        return directory.resolve("lib/modelserver.aot");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder launcher(Path output, String javaOptions, String... arguments) {
        List<String> command =
                new ArrayList<>(List.of(directory.resolve("bin/modelserver").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
        builder.environment().put("MODELSERVER_JAVA_OPTS", javaOptions);
        return builder;
    }

    /** How a server started, and what it answered. */
    private record Start(List<String> said, JsonNode predictions, boolean fromRecord) {}

    private Start serve(String javaOptions, String... more) throws Exception {
        Path output = Files.createTempFile(directory, "output", "");
        Path classes = Files.createTempFile(directory, "classes", "");
        List<String> arguments = new ArrayList<>(List.of(
                "serve",
                "--model",
                directory.resolve("tiny").toString(),
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--management-port",
                "none",
                "--device",
                "cpu",
                "--drain-seconds",
                "0"));
        arguments.addAll(List.of(more));
        Process server = launcher(
                        output,
                        "-Xlog:class+load:file=" + classes + " " + javaOptions,
                        arguments.toArray(String[]::new))
                .start();
        started.add(server);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + awaitPort(server, output) + "/predict"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"hello world\", \"top_k\": 3}"))
                .build();
        HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), answer.body());
        server.destroy();
        assertEquals(0, server.waitFor(), () -> read(output));
        boolean fromRecord = read(classes)
                .lines()
                .anyMatch(
                        line -> line.contains("server.config.ModelServerProcess ") && line.contains("shared objects"));
        return new Start(
                Files.readAllLines(output),
                JsonMapper.shared().readTree(answer.body()).get("predictions"),
                fromRecord);
    }

    private static int awaitPort(Process server, Path output) throws InterruptedException {
        while (server.isAlive()) {
            Matcher line = PORT.matcher(read(output));
            if (line.find()) {
                return Integer.parseInt(line.group(1));
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server ended: " + read(output));
    }

    private static void assertSaysNothingOfIt(Start start) {
        assertEquals(3, start.said().size(), () -> "serving, going down, ended: " + start.said());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-Xmx256m", "-XX:-UseSerialGC -XX:+UseG1GC"})
    void answersTheSameAfterARecordedStart(String javaOptions) throws Exception {
        Start plain = serve("");
        Files.copy(recorded, cache());
        Start fromRecord = serve(javaOptions);

        assertFalse(plain.fromRecord());
        assertTrue(fromRecord.fromRecord());
        assertEquals(plain.predictions(), fromRecord.predictions());
        assertSaysNothingOfIt(fromRecord);
    }

    @Test
    void usesTheRecordWhereThereIsARedisToo() throws Exception {
        Files.copy(recorded, cache());
        Start start = serve("", "--redis", "redis://127.0.0.1:1");

        assertTrue(start.fromRecord());
        assertTrue(start.said().stream().noneMatch(line -> line.contains("Error")), () -> "" + start.said());
    }

    /** What may have become of a record. */
    enum Damage {
        EMPTY {
            @Override
            void to(Path cache) throws IOException {
                Files.write(cache, new byte[0]);
            }
        },
        CUT_SHORT {
            @Override
            void to(Path cache) throws IOException {
                try (RandomAccessFile file = new RandomAccessFile(cache.toFile(), "rw")) {
                    file.setLength(file.length() / 2);
                }
            }
        },
        NONSENSE {
            @Override
            void to(Path cache) throws IOException {
                Files.writeString(cache, "nonsense\n".repeat(100_000));
            }
        },
        OF_OTHER_JARS {
            @Override
            void to(Path cache) throws IOException {
                Files.setLastModifiedTime(
                        cache.resolveSibling("inference-server.jar"), FileTime.fromMillis(1_700_000_000_000L));
            }
        };

        abstract void to(Path cache) throws IOException;
    }

    @ParameterizedTest
    @EnumSource
    void startsAsIfThereWereNoneWhenTheRecordDoesNotFit(Damage damage) throws Exception {
        FileTime time = Files.getLastModifiedTime(directory.resolve("lib/inference-server.jar"));
        Files.copy(recorded, cache());
        damage.to(cache());

        Start start = serve("");

        Files.setLastModifiedTime(directory.resolve("lib/inference-server.jar"), time);
        assertFalse(start.fromRecord());
        assertSaysNothingOfIt(start);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:-UseCompactObjectHeaders",
                "-XX:-UseSerialGC -XX:+UseZGC",
                "--add-opens java.base/java.lang=ALL-UNNAMED",
                "-XX:AOTMode=off"
            })
    void startsWithFlagsThatDoNotGoTogetherWithTheRecord(String javaOptions) throws Exception {
        Files.copy(recorded, cache());

        Start start = serve(javaOptions);

        assertFalse(start.fromRecord());
        assertSaysNothingOfIt(start);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:AOTCacheOutput=/no/such/directory/aot", "-Xmx6m -Xms6m -Xmn3m"})
    void saysSoWhenAStartCannotBeRecorded(String javaOptions) throws Exception {
        Path said = directory.resolve("failure");

        Process rehearsal = launcher(said, javaOptions, "rehearse").start();

        assertEquals(1, rehearsal.waitFor());
        assertTrue(read(said).startsWith("modelserver: the start could not be recorded in "), () -> read(said));
        assertFalse(Files.exists(cache()));
    }
}
