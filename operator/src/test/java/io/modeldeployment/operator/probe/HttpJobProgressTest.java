package io.modeldeployment.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.api.v1.ModelPhase;
import io.modeldeployment.operator.storage.JobView.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is made of a job's answer to {@code GET /progress}. */
class HttpJobProgressTest {
    private HttpServer server = newServer();
    private String answer = "";

    private static HttpServer newServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/progress", exchange -> {
            try (exchange) {
                byte[] body = answer.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Optional<Progress> ask() {
        return new HttpJobProgress().ask("127.0.0.1", server.getAddress().getPort());
    }

    @Test
    void tellsPhaseAndBytes() {
        answer = "{\"phase\":\"Fetching\",\"file\":\"a\",\"bytesDone\":5,\"bytesTotal\":10}";
        assertEquals(Optional.of(new Progress(ModelPhase.FETCHING, 5, 10)), ask());
        answer = "{\"phase\":\"Verifying\",\"file\":\"a\",\"bytesDone\":6,\"bytesTotal\":10}";
        assertEquals(Optional.of(new Progress(ModelPhase.VERIFYING, 6, 10)), ask());
    }

    @Test
    void whatIsNoAnswerIsNoProgress() {
        answer = "<html>";
        assertEquals(Optional.empty(), ask());
        answer = " ".repeat(1 << 20);
        assertEquals(Optional.empty(), ask());
        server.stop(0);
        assertEquals(Optional.empty(), ask());
    }
}
