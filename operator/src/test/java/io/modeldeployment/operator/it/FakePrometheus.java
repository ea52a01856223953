package io.modeldeployment.operator.it;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers every query with one number, or with an error. */
final class FakePrometheus implements AutoCloseable {
    private final HttpServer server;
    private final AtomicInteger questions = new AtomicInteger();
    private volatile int status = 200;
    private volatile String body = "";

    FakePrometheus() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/api/v1/query", exchange -> {
            questions.incrementAndGet();
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    int questions() {
        return questions.get();
    }

    /** From now on every query gives this number. */
    FakePrometheus answers(String value) {
        status = 200;
        body = "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{},\"value\":[1,\""
                + value + "\"]}]}}";
        return this;
    }

    /** From now on every query is refused. */
    FakePrometheus refuses(String error) {
        status = 400;
        body = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"" + error + "\"}";
        return this;
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
