package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.observe.TextSample;
import io.modeldeployment.server.web.ConnectionLimits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Bad input of every kind over raw sockets. Each piece gets a refusal, the server answers a good request right after, and when all is
 * over nothing is left behind.
 */
@Timeout(180)
class HttpFuzzTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final int MAX_CONNECTIONS = 100;
    private static final String GOOD = "{\"text\": \"hello\"}";

    /** HTTP/0.9, which has no status line, is answered in kind. */
    private static final Pattern ALLOWED = Pattern.compile("$|HTTP/1\\.1 (2|4|501|505)|\\{\"(status|title)\"");

    private final FakeBackend backend = new FakeBackend(3, text -> new float[] {0, 0, 10f / text.length()});
    private final ServerFixture server = serverWith(new ConnectionLimits(SHORT, SHORT, MAX_CONNECTIONS));

    private static ServerFixture serverWith(ConnectionLimits limits) {
        return new ServerFixture(
                new Guards.Http(limits, new ManagementPort(OptionalInt.empty()), Optional.empty(), new TextSample(0)));
    }

    @BeforeEach
    void load() {
        server.load(backend, new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String post(String path, String body, String... headers) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + String.join(
                        "", Stream.of(headers).map(header -> header + "\r\n").toList()) + "\r\n" + body;
    }

    private static String sized(String path, String body) {
        return post(path, body, "Content-Length: " + body.length());
    }

    private static Map<String, String> refused() {
        Map<String, String> cases = new LinkedHashMap<>();
        cases.put("no request at all", "nonsense\r\n\r\n");
        cases.put("no host", "GET /health HTTP/1.1\r\n\r\n");
        cases.put("two hosts", "GET /health HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
        cases.put("a header without a name", "GET /health HTTP/1.1\r\nHost: x\r\n: y\r\n\r\n");
        cases.put("a header with a NUL", "GET /health HTTP/1.1\r\nHost: x\r\nX-Y: a\0b\r\n\r\n");
        cases.put("a header of 64 KB", "GET /health HTTP/1.1\r\nHost: x\r\nX-Big: " + "x".repeat(65_536) + "\r\n\r\n");
        cases.put("a path of 64 KB", "GET /" + "x".repeat(65_536) + " HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("a thousand headers", "GET /health HTTP/1.1\r\nHost: x\r\n" + "A: b\r\n".repeat(1000) + "\r\n");
        cases.put("TRACE", "TRACE /predict HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("a way up", "GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("a way up in dots", "GET /health/../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("a NUL in the path", "GET /health%00 HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("a backslash", "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n");
        cases.put("no length", post("/predict", ""));
        cases.put("a short length", post("/predict", GOOD, "Content-Length: 5"));
        cases.put("two lengths", post("/predict", GOOD, "Content-Length: 17", "Content-Length: 5"));
        cases.put("a negative length", post("/predict", GOOD, "Content-Length: -1"));
        cases.put("a huge length", post("/predict", GOOD, "Content-Length: 99999999999999"));
        cases.put("an endless length", post("/predict", GOOD, "Content-Length: 99999999999999999999999"));
        cases.put("a chunk size that is none", post("/predict", "zz\r\n" + GOOD, "Transfer-Encoding: chunked"));
        cases.put("a chunk that is cut", post("/predict", "ff\r\n{\"text\"", "Transfer-Encoding: chunked"));
        cases.put("another type", sized("/predict", GOOD).replace("application/json", "text/plain"));
        cases.put("no type", sized("/predict", GOOD).replace("Content-Type: application/json\r\n", ""));
        cases.put("a type that is none", sized("/predict", GOOD).replace("application/json", ";;;"));
        bodies().forEach((name, body) -> cases.put(name, sized("/predict", body)));
        batches().forEach((name, body) -> cases.put(name, sized("/batch_predict", body)));
        return cases;
    }

    private static Map<String, String> bodies() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("an empty object", "{}");
        bodies.put("null", "null");
        bodies.put("a list", "[]");
        bodies.put("a number for a text", "{\"text\": 7}");
        bodies.put("half an object", "{\"text\": \"a\"");
        bodies.put("trailing junk", GOOD + "x");
        bodies.put("two objects", GOOD + GOOD);
        bodies.put("a field twice", "{\"text\": \"a\", \"text\": \"b\"}");
        bodies.put("an unknown field", "{\"text\": \"a\", \"x\": 1}");
        bodies.put("deep nesting", "{\"text\": " + "[".repeat(3000) + "]".repeat(3000) + "}");
        bodies.put("deep nesting in an unknown field", "{\"x\": " + "{\"x\":".repeat(1000));
        bodies.put("a huge number", "{\"text\": \"a\", \"max_length\": " + "9".repeat(5000) + "}");
        bodies.put("a huge exponent", "{\"text\": \"a\", \"max_length\": 1e999999999}");
        bodies.put("NaN", "{\"text\": \"a\", \"max_length\": NaN}");
        bodies.put("max_length 0", "{\"text\": \"a\", \"max_length\": 0}");
        bodies.put("max_length -1", "{\"text\": \"a\", \"max_length\": -1}");
        bodies.put("max_length 2^31", "{\"text\": \"a\", \"max_length\": 2147483648}");
        bodies.put("a lone surrogate", "{\"text\": \"a\\ud800b\"}");
        bodies.put("a NUL in the text, unescaped", "{\"text\": \"a\0b\"}");
        bodies.put("an overlong NUL", "{\"text\": \"a\u00c0\u0080b\"}");
        bodies.put("an overlong slash of three bytes", "{\"text\": \"a\u00e0\u0080\u00afb\"}");
        bodies.put("a character beyond the last one", "{\"text\": \"a\u00f4\u0090\u0080\u0080b\"}");
        bodies.put("invalid UTF-8", "{\"text\": \"a\u00ff\u00feb\"}");
        bodies.put("a surrogate in UTF-8", "{\"text\": \"a\u00ed\u00a0\u0080b\"}");
        bodies.put("half a character in UTF-8", "{\"text\": \"a\u00e4\u00b8\"}");
        bodies.put("UTF-16", "\u00fe\u00ff\0{\0}");
        return bodies;
    }

    private static Map<String, String> batches() {
        Map<String, String> bodies = new LinkedHashMap<>();
        bodies.put("10,001 texts", "{\"texts\": [" + "\"a\",".repeat(10_000) + "\"a\"]}");
        bodies.put("a null among texts", "{\"texts\": [\"a\", null]}");
        bodies.put("a list among texts", "{\"texts\": [\"a\", [\"b\"]]}");
        bodies.put("no texts", "{\"texts\": []}");
        return bodies;
    }

    private void assertWell(String after) throws Exception {
        assertEquals(200, server.post("/predict", GOOD).statusCode(), "a good request after " + after);
    }

    private static void assertRefused(String name, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 4"), () -> name + " got: " + answer);
        assertTrue(answer.contains("application/problem+json"), () -> name + " got: " + answer);
        assertFalse(
                answer.contains("<html") || answer.contains("Tomcat") || answer.contains("java"),
                () -> name + " leaks: " + answer);
    }

    @Test
    void refusesEveryBadRequestAndStaysWell() throws Exception {
        for (Map.Entry<String, String> bad : refused().entrySet()) {
            try (RawClient client = new RawClient(server.port())) {
                assertRefused(bad.getKey(), client.send(bad.getValue()).end());
            }
            assertWell(bad.getKey());
        }
    }

    @Test
    void refusesAGzipBombUnopened() throws Exception {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(new byte[8 << 20]);
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(post("/predict", "", "Content-Encoding: gzip", "Content-Length: " + packed.size()))
                    .send(packed.toByteArray());
            String answer = client.end();
            assertTrue(answer.startsWith("HTTP/1.1 41"), answer);
        }
        assertWell("a gzip bomb");
    }

    @Test
    void saysOfWhatHttpItDoesNotSpeakThatItDoesNot() throws Exception {
        Map<String, String> cases = Map.of(
                "GET /health HTTP/9.9\r\nHost: x\r\n\r\n",
                "505",
                post("/predict", GOOD, "Transfer-Encoding: rot13"),
                "501");
        for (Map.Entry<String, String> bad : cases.entrySet()) {
            try (RawClient client = new RawClient(server.port())) {
                String answer = client.send(bad.getKey()).end();
                assertTrue(answer.startsWith("HTTP/1.1 " + bad.getValue()), answer);
                assertTrue(answer.contains("check its method, path and headers"), answer);
            }
            assertWell(bad.getValue());
        }
    }

    @Test
    void answersOneRequestWhereALengthAndChunksDisagree() throws Exception {
        String smuggled = "GET /info HTTP/1.1\r\nHost: x\r\n\r\n";
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send(post(
                            "/predict",
                            "11\r\n" + GOOD + "\r\n0\r\n\r\n" + smuggled,
                            "Content-Length: 4",
                            "Transfer-Encoding: chunked"))
                    .untilClosed();
            assertEquals(1, answer.split("HTTP/1\\.1 ", -1).length - 1, answer);
        }
        assertWell("a smuggled request");
    }

    @Test
    void waitsForASlowHeaderOnlySoLong() throws Exception {
        for (String start : List.of("GET /hea", "GET /health HTTP/1.1\r\nHost: x\r\nX-Slow: ")) {
            try (RawClient client = new RawClient(server.port())) {
                assertEquals("", client.send(start).dripUntilClosed("a"), "closed, without a word");
            }
            try (RawClient client = new RawClient(server.port())) {
                assertEquals("", client.send(start).untilClosed(), "the same when no more comes at all");
            }
        }
        assertWell("slow headers");
    }

    @Test
    void waitsForASlowHeaderOnlySoLongAlsoOnAConnectionThatWasUsed() throws Exception {
        try (RawClient client = new RawClient(server.port())) {
            String answer = client.send("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\nGET /hea")
                    .dripUntilClosed("l");
            assertEquals(1, answer.split("HTTP/1\\.1 200", -1).length - 1, answer);
        }
    }

    @Test
    void waitsForASlowBodyOnlySoLong() throws Exception {
        for (String body : List.of(
                post("/predict", "{\"text\": \"", "Content-Length: 8000"),
                post("/predict", "1000\r\n{\"text\": \"", "Transfer-Encoding: chunked"))) {
            try (RawClient client = new RawClient(server.port())) {
                assertTimedOut(client.send(body).dripUntilClosed("a"));
            }
            try (RawClient client = new RawClient(server.port())) {
                assertTimedOut(client.send(body).untilClosed());
            }
        }
        assertWell("slow bodies");
    }

    private static void assertTimedOut(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
        assertTrue(answer.contains("took too long"), answer);
        assertTrue(answer.contains("application/problem+json"), answer);
    }

    @Test
    void waitsOnlySoLongForTheRestOfABodyThatItRefused() throws Exception {
        for (String path : List.of("/nowhere", "/health")) {
            try (RawClient client = new RawClient(server.port())) {
                String answer =
                        client.send(post(path, "", "Content-Length: 8000")).dripUntilClosed("a");
                assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
            }
        }
        assertWell("refused bodies");
    }

    @Test
    void idleConnectionsKeepNobodyOutHoweverLongTheyMayStay() throws Exception {
        Duration patient = Duration.ofMinutes(30);
        List<RawClient> idle = new ArrayList<>();
        try (ServerFixture crowded = serverWith(new ConnectionLimits(patient, patient, MAX_CONNECTIONS))) {
            crowded.loadClassifier();
            for (int i = 0; i < 10 * MAX_CONNECTIONS; i++) {
                RawClient client = new RawClient(crowded.port());
                idle.add(i % 2 == 0 ? client : client.send("GET /health HTTP/1.1\r\nX-Slow: "));
                if (i % MAX_CONNECTIONS == 0) {
                    assertEquals(200, crowded.post("/predict", GOOD).statusCode(), i + " idle connections");
                }
            }
            try (RawClient stranger = new RawClient(crowded.port())) {
                String answer = stranger.send(sized("/predict", GOOD)).end();
                assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
            }
        } finally {
            for (RawClient client : idle) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatLeavesInMidInferenceLeavesNothing() throws Exception {
        backend.held();
        for (int i = 0; i < 8; i++) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(sized("/predict", GOOD));
            }
        }
        backend.awaitForward();
        backend.release(1000);
        await(() -> server.http().requestsUnderWay() == 0);
        assertEquals(0, server.queuedTexts());
        assertWell("clients that left");
    }

    @Test
    void survivesRandomDamage() throws Exception {
        Random random = new Random(42);
        List<String> good = List.of(
                sized("/predict", GOOD),
                sized("/batch_predict", "{\"texts\": [\"a\", \"b\"]}"),
                post("/predict", "11\r\n" + GOOD + "\r\n0\r\n\r\n", "Transfer-Encoding: chunked"),
                "GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
        for (int i = 0; i < 1500; i++) {
            byte[] bytes = RawClient.bytes(good.get(i % good.size()));
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try (RawClient client = new RawClient(server.port())) {
                String answer = client.send(bytes).end();
                assertTrue(
                        ALLOWED.matcher(answer).lookingAt(),
                        () -> new String(bytes, StandardCharsets.ISO_8859_1) + "\ngot " + answer);
            }
        }
        assertWell("random damage");
    }

    @Test
    void leavesNothingBehind() throws Exception {
        everything();
        long sockets = sockets();
        int threads = Thread.activeCount();
        long heap = heap();
        for (int round = 0; round < 5; round++) {
            everything();
        }
        await(() -> server.http().requestsUnderWay() == 0);
        await(() -> sockets() <= sockets + 2);
        assertEquals(0, server.queuedTexts());
        assertTrue(Thread.activeCount() <= threads + 2, "threads: " + threads + " → " + Thread.activeCount());
        long grown = heap() - heap;
        assertTrue(grown < 4 << 20, "the heap grew by " + grown + " bytes");
    }

    private void everything() throws Exception {
        for (String bad : refused().values()) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(bad).end();
            }
        }
        try (RawClient client = new RawClient(server.port())) {
            client.send(post("/predict", "{", "Content-Length: 100")).untilClosed();
        }
        for (int i = 0; i < 2 * MAX_CONNECTIONS; i++) {
            new RawClient(server.port()).send("GET /").close();
        }
        assertWell("everything");
    }

    private static long sockets() {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(HttpFuzzTest::isSocket).count();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException _) {
            return false;
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(10);
        }
    }
}
