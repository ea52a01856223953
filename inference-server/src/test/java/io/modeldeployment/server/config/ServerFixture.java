package io.modeldeployment.server.config;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.server.backend.TokenIds;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.health.ForwardHealth;
import io.modeldeployment.server.health.ServerState;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.InputLimits;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.inference.ServerMetrics;
import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.Pooling;
import io.modeldeployment.server.observe.RequestObserver;
import io.modeldeployment.server.scoring.Scoring;
import io.modeldeployment.server.text.EncodedText;
import io.modeldeployment.server.text.TextTokenizer;
import io.modeldeployment.server.web.BodyLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.bridge.SLF4JBridgeHandler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real HTTP side on a free port, with a model that is not real: one token a word, scores by length. */
final class ServerFixture implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String APPLICATION_JSON = "application/json";
    private static final BatchLimits LIMITS = new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30));

    static {
        // As in the program: Spring Boot would set logging up a second time.
        System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
    }

    final ServerState state = new ServerState();
    final ForwardHealth forward = new ForwardHealth();
    final ModelSlot slot = new ModelSlot();
    final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private final BatchListener batches;
    private final HttpServer http;
    private final int port;
    private @Nullable Batcher batcher;

    /** A cache in memory alone, of that many bytes. */
    AnswerCache memoryCache(long bytes) {
        AnswerCache.Scope scope = new AnswerCache.Scope("fake/r1", "test", 3, bytes, Duration.ofHours(1));
        return AnswerCache.of(scope, Optional.empty(), registry, Tags.of("model_name", "fake", "revision", "r1"));
    }

    ServerFixture() {
        this(RequestObserver.NONE, BatchListener.NONE);
    }

    /** A server whose requests and batches are followed. */
    ServerFixture(RequestObserver observer, BatchListener batches) {
        this(observer, batches, Guards.Http.standard());
    }

    /** A server with guards before its endpoints. */
    ServerFixture(Guards.Http guards) {
        this(RequestObserver.NONE, BatchListener.NONE, guards);
    }

    private ServerFixture(RequestObserver observer, BatchListener batches, Guards.Http guards) {
        this.batches = batches;
        http = ServerApplication.start(
                new ServeOptions.Address("127.0.0.1", 0),
                new ServerApplication.Parts(
                        state, forward, slot, registry, new BodyLimits(8192, 65_536), observer, guards));
        port = http.port();
    }

    /** A classifier of the labels a, b and c, which finds c in everything. */
    void loadClassifier() {
        load(new FakeBackend(3, text -> new float[] {0, 0, 10f / text.length()}), LIMITS);
    }

    /** An embedding model of three dimensions that does not normalize: the length of the text, 0 and twice the length. */
    void loadEmbedder() {
        load(
                new FakeBackend(3, text -> new float[] {text.length(), 0, 2f * text.length()}),
                LIMITS,
                new Head.Embedding(Pooling.MEAN, false));
    }

    /** A cross-encoder that likes short pairs. */
    void loadReranker() {
        load(
                new FakeBackend(1, text -> new float[] {8 - text.length()}),
                LIMITS,
                new Head.Classifier(List.of("fit"), Scoring.SIGMOID));
    }

    void load(FakeBackend backend, BatchLimits limits) {
        load(backend, limits, TextRules.NONE, AnswerCache.none());
    }

    void load(FakeBackend backend, BatchLimits limits, Head head) {
        load(backend, limits, head, new InputLimits(20, 1000, 9, 2, TextRules.NONE), AnswerCache.none());
    }

    void load(FakeBackend backend, BatchLimits limits, TextRules rules, AnswerCache cache) {
        Head head = new Head.Classifier(List.of("a", "b", "c"), Scoring.SOFTMAX);
        load(backend, limits, head, new InputLimits(20, 1000, 9, 2, rules), cache);
    }

    private void load(FakeBackend backend, BatchLimits limits, Head head, InputLimits input, AnswerCache cache) {
        ServerMetrics metrics = new ServerMetrics(registry, "fake", "r1");
        Batcher started =
                new Batcher(backend, limits, BatchListener.both(BatchListener.both(metrics, forward), batches));
        started.start(List.of()).join();
        batcher = started;
        metrics.watch(started);
        ServedModel model = new ServedModel(
                "fake",
                "r1",
                "cpu",
                ServedModel.Precision.FLOAT32,
                head,
                backend.outputSize(),
                100,
                new WordTokenizer(),
                started);
        slot.fill(new InferenceService(model, input, metrics, cache));
        state.ready();
    }

    /** Texts that wait for the model. */
    int queuedTexts() {
        return batcher == null ? 0 : batcher.queuedTexts();
    }

    HttpServer http() {
        return http;
    }

    PrometheusMeterRegistry registry() {
        return registry;
    }

    int port() {
        return port;
    }

    /** Sends a request without a body to any port, with any headers, given as names and values. */
    HttpResponse<String> at(int anyPort, String method, String path, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + anyPort + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** Asks for a prediction of a text, with more headers, given as names and values. */
    HttpResponse<String> predict(String text, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request("/predict", APPLICATION_JSON)
                .POST(HttpRequest.BodyPublishers.ofString("{\"text\": \"" + text + "\"}"));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send("GET", path, null, "");
    }

    HttpResponse<String> getUnchecked(String path) {
        try {
            return get(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send("POST", path, APPLICATION_JSON, body);
    }

    HttpResponse<String> post(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(
                request(path, APPLICATION_JSON)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    /** Sends a body without saying how long it is. */
    HttpResponse<String> postChunked(String path, byte[] body) throws IOException, InterruptedException {
        return client.send(
                request(path, APPLICATION_JSON)
                        .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> send(String method, String path, @Nullable String type, String body)
            throws IOException, InterruptedException {
        HttpRequest.BodyPublisher publisher =
                body.isEmpty() ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body);
        return client.send(request(path, type).method(method, publisher).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path, @Nullable String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        return type == null ? request : request.header("Content-Type", type);
    }

    /** Sends bytes as they are, and reads until the server closes or has said all it will. */
    String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            socket.shutdownOutput();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException _) {
            return "";
        }
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static String type(HttpResponse<String> answer) {
        return answer.headers().firstValue("Content-Type").orElse("");
    }

    @Override
    public void close() {
        if (batcher != null) {
            batcher.close();
        }
        http.close();
        client.close();
    }

    /** One token a word, and one before and after. */
    private static final class WordTokenizer implements TextTokenizer {
        @Override
        public EncodedText encode(String text, int maxTokens) {
            return tokens(text, 2, maxTokens);
        }

        @Override
        public EncodedText encodePair(String first, String second, int maxTokens) {
            return tokens(first.strip() + " " + second, 3, maxTokens);
        }

        /** Hashes stand for words, so that texts that differ are not computed as one. */
        private static EncodedText tokens(String text, int special, int maxTokens) {
            String[] words = text.strip().split("\\s+");
            int full = words.length + special;
            long[] ids = new long[Math.min(full, maxTokens)];
            Arrays.setAll(ids, i -> i > 0 && i <= words.length ? words[i - 1].hashCode() : 1);
            return new EncodedText(TokenIds.of(ids), full);
        }

        @Override
        public int specialTokens() {
            return 2;
        }

        @Override
        public void close() {}
    }
}
