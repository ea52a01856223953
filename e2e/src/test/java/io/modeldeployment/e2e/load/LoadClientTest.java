package io.modeldeployment.e2e.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.e2e.fixture.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Set<InetSocketAddress> clients = ConcurrentHashMap.newKeySet();
    private final Set<String> hosts = ConcurrentHashMap.newKeySet();
    private HttpServer server = unstarted();
    private volatile int status = 200;

    private static HttpServer unstarted() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/predict", exchange -> {
            clients.add(exchange.getRemoteAddress());
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            byte[] body = exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private LoadPlan plan() {
        return LoadPlan.of(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/predict"),
                List.of("\"one\"", "\"two\""));
    }

    private static LoadReport after(int requests, LoadClient load) {
        Eventually.within(LIMIT, requests + " requests", () -> load.tally().requests() >= requests);
        return load.stop();
    }

    @Test
    void aNewConnectionIsMadeForEachRequestAndBodiesTakeTurns() {
        var report = after(20, LoadClient.start(plan()));
        assertEquals(List.of(), report.failures());
        assertEquals(report.requests(), clients.size());
        assertEquals(50, report.shareOf("\"one\""::equals), 5);
    }

    @Test
    void throughAGatewayTheHostIsOnlyAName() {
        URI door = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        var named = LoadPlan.of(URI.create("http://spam.models.example/predict"), List.of("\"one\""));
        var report = after(5, LoadClient.start(named.through(door)));
        assertEquals(List.of(), report.failures());
        assertEquals(Set.of("spam.models.example"), hosts);
    }

    @Test
    void keptConnectionsAreUsedAgain() {
        var report = after(20, LoadClient.start(plan().with(Connections.KEPT)));
        assertEquals(List.of(), report.failures());
        assertTrue(clients.size() < report.requests() / 2, () -> clients.size() + " connections");
    }

    @Test
    void errorsAndBrokenConnectionsAreCountedAndNeverTriedAgain() {
        status = 503;
        var errors = after(10, LoadClient.start(plan()));
        assertEquals(errors.requests(), errors.failures().size());
        assertEquals(errors.requests(), clients.size());

        server.stop(0);
        var refused = after(10, LoadClient.start(plan()));
        assertEquals(refused.requests(), refused.failures().size());
        assertTrue(refused.describeFailures().contains("refused"), refused::describeFailures);
    }
}
