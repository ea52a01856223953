package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.fixture.TinyBert;
import io.modeldeployment.server.store.LocalHub;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Runs the distribution as a user does: the launcher, a model on disk, requests, signals. */
@Timeout(240)
class LauncherIT {
    private static final Pattern PORT = Pattern.compile("on http://127\\.0\\.0\\.1:(\\d+), device cpu");
    /** How often the server is ended under load; -Dendings=20 looks longer for a crash that is rare. */
    private static final int ENDINGS = Integer.getInteger("endings", 2);

    private static final int CLIENTS = 8;

    @TempDir
    private Path directory;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void writeModel() {
        TinyBert.write(directory.resolve("tiny"));
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
        client.close();
    }

    private Process start(String... arguments) throws IOException {
        return startWith(Map.of(), arguments);
    }

    private Process startWith(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(Objects.requireNonNull(System.getProperty("modelserver"))));
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output().toFile()).redirectError(errors().toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private Process serve(String... more) throws IOException {
        return serveWith(Map.of(), more);
    }

    private Process serveWith(Map<String, String> environment, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "serve", "--model", directory.resolve("tiny").toString(), "--host", "127.0.0.1", "--device", "cpu"));
        arguments.addAll(List.of(more));
        return startWith(environment, arguments.toArray(String[]::new));
    }

    private Path output() {
        return directory.resolve("output");
    }

    private Path errors() {
        return directory.resolve("errors");
    }

    private int awaitPort(Process server) throws IOException, InterruptedException {
        while (server.isAlive()) {
            Matcher line = PORT.matcher(Files.readString(output()));
            if (line.find()) {
                return Integer.parseInt(line.group(1));
            }
            Thread.sleep(20);
        }
        throw new AssertionError("the server ended: " + Files.readString(errors()));
    }

    private HttpResponse<String> send(int port, String path, String body) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void failsNoRequestWhenItIsToldToEndUnderLoad() throws Exception {
        for (int i = 0; i < ENDINGS; i++) {
            endUnderLoad();
        }
    }

    private void endUnderLoad() throws Exception {
        Process server = serve("--port", "0", "--drain-seconds", "2");
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            int port = awaitPort(server);
            AtomicInteger answered = new AtomicInteger();
            // Like a load balancer, a client goes elsewhere once the server is not ready any more.
            Callable<Integer> calling = () -> {
                int failed = 0;
                while (server.isAlive() && send(port, "/health/ready", "").statusCode() == 200) {
                    int status = send(port, "/predict", "{\"text\": \"hello world\"}")
                            .statusCode();
                    failed += status == 200 ? 0 : 1;
                    answered.incrementAndGet();
                }
                return failed;
            };
            List<Future<Integer>> running = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                running.add(clients.submit(calling));
            }
            while (answered.get() < 20 * CLIENTS && server.isAlive()) {
                Thread.sleep(10);
            }
            server.destroy();

            for (Future<Integer> client : running) {
                assertEquals(0, client.get(), "failed requests");
            }
            assertTrue(answered.get() >= 20 * CLIENTS);
            assertEquals(0, server.waitFor(), Files.readString(errors()));
            assertEquals("", Files.readString(errors()));
        }
    }

    @Test
    void endsWithOneLineThatNamesTheFileWhenTheModelIsDamaged() throws Exception {
        Path weights = directory.resolve("tiny/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        Files.write(weights, Arrays.copyOf(bytes, bytes.length - 100));

        Process server = serve("--port", "0");

        assertEquals(3, server.waitFor());
        assertOneLine(weights + ": tensor ");
    }

    @Test
    void endsWithOneLineWhenTheModelAnswersNaN() throws Exception {
        Path weights = directory.resolve("tiny/model.safetensors");
        byte[] bytes = Files.readAllBytes(weights);
        int last = Float.floatToIntBits(Float.NaN);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(bytes.length - Float.BYTES, last);
        Files.write(weights, bytes);

        Process server = serve("--port", "0");

        assertEquals(3, server.waitFor());
        assertOneLine("the model answered NaN or infinity at warm-up");
    }

    @Test
    void fetchesAModelServesItAndRefusesItOnceItIsDamaged() throws Exception {
        Path model = directory.resolve("fetched");
        try (LocalHub hub = new LocalHub()) {
            for (String file : List.of("config.json", "tokenizer.json", "tokenizer_config.json")) {
                if (Files.exists(directory.resolve("tiny").resolve(file))) {
                    hub.small(file, Files.readAllBytes(directory.resolve("tiny").resolve(file)));
                }
            }
            hub.large("model.safetensors", Files.readAllBytes(directory.resolve("tiny/model.safetensors")))
                    .publish();
            Process fetch = start(
                    "model",
                    "fetch",
                    "--to",
                    model.toString(),
                    "--source-json",
                    "{\"huggingFace\": {\"repository\": \"org/tiny\", \"endpoint\": \"%s\", \"allowHttp\": true}}"
                            .formatted(hub.hub.url()));
            assertEquals(0, fetch.waitFor(), Files.readString(errors()));
        }
        Process intact =
                start("serve", "--model", model.toString(), "--host", "127.0.0.1", "--device", "cpu", "--port", "0");
        assertEquals(200, send(awaitPort(intact), "/health/ready", "").statusCode());

        byte[] config = Files.readAllBytes(model.resolve("config.json"));
        config[0] = ' ';
        Files.write(model.resolve("config.json"), config);

        Process damaged = start("serve", "--model", model.toString(), "--device", "cpu", "--port", "0");
        assertEquals(3, damaged.waitFor());
        assertOneLine("is damaged: " + model.resolve("config.json") + " has the SHA-256");
    }

    @Test
    void endsWithOneLineWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Process server = serve("--port", Integer.toString(taken.getLocalPort()));
            assertEquals(1, server.waitFor());
            assertOneLine("port " + taken.getLocalPort() + " is in use; choose another with --port");
        }
    }

    @Test
    void endsWithOneLineWhenThereIsNoGpu() throws Exception {
        Process server = start("serve", "--model", directory.resolve("tiny").toString(), "--device", "cuda");
        assertEquals(1, server.waitFor());
        assertOneLine("--device cuda: PyTorch sees no CUDA device here");
    }

    @Test
    void endsWithOneLineWhenAFlagIsWrong() throws Exception {
        Process server = start("serve", "--model", "x", "--top-k", "0");
        assertEquals(2, server.waitFor());
        assertOneLine("--top-k is 0: write a whole number from 1 to 100000 (see modelserver serve --help)");
    }

    @Test
    void logsObjectsAndLoadsNothingOfOpenTelemetryWithoutAnEndpoint() throws Exception {
        Path loaded = directory.resolve("classes");
        Process server = serveWith(
                Map.of("MODELSERVER_JAVA_OPTS", "-Xlog:class+load:file=" + loaded),
                "--port",
                "0",
                "--drain-seconds",
                "0",
                "--log-format",
                "json",
                "--log-predictions");
        int port = awaitPort(server);
        assertEquals(200, send(port, "/predict", "{\"text\": \"hello world\"}").statusCode());
        assertEquals(200, send(port, "/metrics", "").statusCode());
        server.destroy();
        assertEquals(0, server.waitFor(), Files.readString(errors()));

        List<JsonNode> records = Files.readAllLines(output()).stream()
                .map(line -> JsonMapper.shared().readTree(line))
                .toList();
        JsonNode prediction = records.stream()
                .filter(line -> line.get("logger").stringValue().equals("predictions"))
                .findFirst()
                .orElseThrow();
        assertEquals("success", prediction.get("status").stringValue());
        assertEquals(11, prediction.get("text_length").intValue());
        assertEquals("ended", records.getLast().get("message").stringValue());
        assertTrue(Files.readString(loaded).contains("io.modeldeployment.server.observe.RequestLog "));
        assertEquals(
                List.of(),
                Files.readAllLines(loaded).stream()
                        .filter(line -> line.contains("io.opentelemetry") || line.contains(".otel."))
                        .toList());
    }

    @Test
    void explainsItself() throws Exception {
        assertEquals(0, start("serve", "--help").waitFor());
        String help = Files.readString(output());
        for (String part : List.of("--model=DIR", "--drain-seconds", "Exit codes:", "POST /predict")) {
            assertTrue(help.contains(part), help);
        }
    }

    private void assertOneLine(String part) throws IOException {
        String said = Files.readString(errors());
        assertTrue(said.startsWith("modelserver: ") && said.contains(part), said);
        assertEquals(1, said.lines().count(), said);
        assertFalse(said.contains("Exception"), said);
    }
}
