package io.modeldeployment.operator.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.operator.analysis.MetricsSource.UnmeasuredException;
import io.modeldeployment.operator.verdict.ArmCounts;
import io.modeldeployment.operator.verdict.Metric;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Counters of a server, played by one of the JDK. */
class HttpMetricsSourceTest {
    private final CountDownLatch ended = new CountDownLatch(1);
    private final HttpServer server;

    HttpMetricsSourceTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        ended.countDown();
        server.stop(0);
    }

    private PodAddress pod() {
        return new PodAddress("c", "127.0.0.1", server.getAddress().getPort() - 1);
    }

    private String problem() {
        var source = new HttpMetricsSource(Duration.ofMillis(300));
        return assertThrows(UnmeasuredException.class, () -> source.read(pod())).reason();
    }

    private void answers(int status, String text) {
        server.createContext("/metrics", exchange -> {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Test
    void readsWhatTheServerCounted() throws UnmeasuredException {
        answers(200, "model_predictions_total{status=\"success\"} 7\nmodel_predictions_total{status=\"error\"} 3\n");
        assertEquals(
                new ArmCounts(10, Map.of("", 3L)),
                new HttpMetricsSource().read(pod()).counters().get(Metric.ERROR_RATE));
    }

    @Test
    void anotherServerIsNamed() {
        answers(200, "up 1\n");
        assertTrue(problem().contains("is it the inference server?"));
    }

    @Test
    void anErrorIsNoCount() {
        answers(503, "");
        assertTrue(problem().endsWith("/metrics answered 503"));
    }

    /** Headers alone end the client's own timeout. */
    @Test
    void countersThatStallAfterTheirHeadersAreNotWaitedFor() {
        server.createContext("/metrics", exchange -> {
            exchange.sendResponseHeaders(200, 100);
            try {
                ended.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        assertTrue(problem().endsWith("does not answer: no whole answer within 300 ms"));
    }
}
