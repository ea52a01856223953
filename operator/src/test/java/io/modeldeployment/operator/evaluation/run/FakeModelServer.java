package io.modeldeployment.operator.evaluation.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Plays the inference server: {@code /info}, {@code /predict} and {@code /batch_predict}, and whatever may go wrong with them. */
final class FakeModelServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger samplesRead = new AtomicInteger();
    private final AtomicInteger unmarked = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicInteger mostUnderWay = new AtomicInteger();
    private volatile List<String> labels = List.of("ham", "spam");
    private volatile Behaviour behaviour;
    private volatile Sent sample = Sent.problem(404, "there is nothing here");

    /** What is sent. */
    record Sent(int status, String body, String retryAfter) {
        static Sent problem(int status, String detail) {
            return new Sent(status, "{\"detail\": \"" + detail + "\"}", "");
        }
    }

    /** What the server answers to some texts; {@code null}: what is right. */
    @FunctionalInterface
    interface Behaviour {
        Sent answer(List<String> texts, FakeModelServer server) throws InterruptedException;
    }

    private FakeModelServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/info", exchange -> send(exchange, info()));
        server.createContext("/sample", exchange -> {
            send(exchange, sample);
            samplesRead.incrementAndGet();
        });
        server.createContext("/predict", this::predict);
        server.createContext("/batch_predict", this::predict);
        server.start();
    }

    /** One that labels each text by {@code label}. */
    static FakeModelServer labelling(Function<String, String> label) throws IOException {
        return new FakeModelServer((texts, server) -> server.answers(texts, label));
    }

    static FakeModelServer behaving(Behaviour behaviour) throws IOException {
        return new FakeModelServer(behaviour);
    }

    /** Keeps these texts of its users. */
    FakeModelServer sampling(int size, List<String> texts) {
        var json = JSON.createObjectNode().put("size", size);
        json.set("texts", JSON.valueToTree(texts));
        sample = new Sent(200, json.toString(), "");
        return this;
    }

    FakeModelServer labels(String... names) {
        labels = List.of(names);
        return this;
    }

    void behave(Behaviour other) {
        behaviour = other;
    }

    PodAddress address() {
        return new PodAddress("127.0.0.1", server.getAddress().getPort());
    }

    int requests() {
        return requests.get();
    }

    /** Requests that did not say that they are synthetic. */
    int unmarked() {
        return unmarked.get();
    }

    int samplesRead() {
        return samplesRead.get();
    }

    int mostUnderWay() {
        return mostUnderWay.get();
    }

    /** The right form of an answer. */
    Sent answers(List<String> texts, Function<String, String> label) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            String best = label.apply(texts.get(i));
            String second = best.equals("spam") ? "ham" : "spam";
            answers.add(
                    "\"predictions\": [{\"label\": \"%s\", \"score\": 0.9, \"rank\": 1}, {\"label\": \"%s\", \"score\": 0.1, \"rank\": 2}], "
                                    .formatted(best, second)
                            + "\"truncated\": false, \"from_cache\": false");
        }
        return new Sent(
                200,
                texts.size() == 1
                        ? "{" + answers.getFirst() + ", \"processing_time\": 0.004}"
                        : "{\"predictions\": [{" + String.join("}, {", answers) + "}], \"processing_time\": 0.01}",
                "");
    }

    private Sent info() {
        return new Sent(
                200,
                JSON.createObjectNode()
                        .put("task", "text-classification")
                        .put("max_texts", 128)
                        .<com.fasterxml.jackson.databind.node.ObjectNode>set("labels", JSON.valueToTree(labels))
                        .toString(),
                "");
    }

    private void predict(HttpExchange exchange) throws IOException {
        requests.incrementAndGet();
        try {
            if (!"true".equals(exchange.getRequestHeaders().getFirst("X-Synthetic-Request"))) {
                unmarked.incrementAndGet();
            }
            JsonNode body = JSON.readTree(exchange.getRequestBody());
            List<String> texts = new ArrayList<>();
            if (body.has("text")) {
                texts.add(body.path("text").asText());
            }
            body.path("texts").forEach(text -> texts.add(text.asText()));
            send(exchange, worked(texts));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A request is under way until its answer is known: whoever has read the answer may send the next one at once. */
    private Sent worked(List<String> texts) throws InterruptedException {
        mostUnderWay.accumulateAndGet(underWay.incrementAndGet(), Math::max);
        try {
            return behaviour.answer(texts, this);
        } finally {
            underWay.decrementAndGet();
        }
    }

    private static void send(HttpExchange exchange, Sent sent) throws IOException {
        try (exchange) {
            byte[] bytes = sent.body().getBytes(StandardCharsets.UTF_8);
            if (!sent.retryAfter().isEmpty()) {
                exchange.getResponseHeaders().set("Retry-After", sent.retryAfter());
            }
            exchange.sendResponseHeaders(sent.status(), bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
