package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.fixture.FakeBackend;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OverloadTest {
    private static final String TEXT = "{\"text\": \"a\"}";

    @Test
    void says503WhileTheModelLoadsAndIsAliveNonetheless() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            HttpResponse<String> early = server.post("/predict", TEXT);
            HttpInterfaceTest.assertProblem(503, "still loading", early);
            assertEquals("1", early.headers().firstValue("Retry-After").orElse(""));
            assertEquals(503, server.get("/info").statusCode());
            HttpResponse<String> ready = server.get("/health/ready");
            assertEquals(503, ready.statusCode());
            assertEquals("{\"status\":\"starting\",\"reason\":\"the model is loading\"}", ready.body());
            assertEquals(200, server.get("/health/live").statusCode());

            server.loadClassifier();

            assertEquals(200, server.post("/predict", TEXT).statusCode());
            assertEquals(
                    "{\"status\":\"healthy\",\"model\":\"fake\",\"revision\":\"r1\"}",
                    server.get("/health/ready").body());
            assertEquals(200, server.get("/health").statusCode());
        }
    }

    @Test
    void says429WhenTheQueueIsFullAnd503WhenTheWaitIsTooLong() throws Exception {
        FakeBackend backend = new FakeBackend(3, text -> new float[3]).held();
        try (ServerFixture server = new ServerFixture();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            server.load(backend, new BatchLimits(1, 1, 1, 1000, Duration.ofMillis(300)));
            Future<HttpResponse<String>> running = clients.submit(() -> server.post("/predict", TEXT));
            backend.awaitForward();

            HttpResponse<String> full = server.post("/batch_predict", "{\"texts\": [\"one\", \"two\"]}");
            assertEquals(503, full.statusCode(), "a batch larger than the empty queue is let in, and waits in vain");
            Future<HttpResponse<String>> waiting =
                    clients.submit(() -> server.post("/predict", "{\"text\": \"three\"}"));
            Future<HttpResponse<String>> other = clients.submit(() -> server.post("/predict", "{\"text\": \"four\"}"));
            assertEquals(429 + 503, waiting.get().statusCode() + other.get().statusCode());

            backend.release(100);
            assertEquals(200, running.get().statusCode());
        }
    }

    @Test
    void becomesUnreadyWhenTheEngineFailsAndReadyAgainWhenItAnswers() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        FakeBackend backend = new FakeBackend(3, text -> {
            if (broken.get()) {
                throw new BackendException("the engine failed");
            }
            return new float[3];
        });
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
            HttpInterfaceTest.assertProblem(500, "its log says why", server.post("/predict", TEXT));
            HttpResponse<String> unhealthy = server.get("/health/ready");
            assertEquals(503, unhealthy.statusCode());
            assertEquals(
                    "the engine failed",
                    ServerFixture.json(unhealthy).get("reason").stringValue());

            broken.set(false);

            assertEquals(200, server.get("/health/ready").statusCode(), "the probe asked the model again");
        }
    }

    @Test
    void answersNaNWithAProblemAndCountsIt() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.load(
                    new FakeBackend(3, text -> new float[] {0, Float.NaN, 0}),
                    new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
            HttpInterfaceTest.assertProblem(500, "not finite", server.post("/predict", TEXT));
            String metrics = server.get("/metrics").body();
            assertEquals(true, metrics.contains("reason=\"not_finite\",revision=\"r1\"} 1.0"), metrics);
        }
    }

    @Test
    void goesOnAnsweringWhileItDrainsButLetsNoConnectionLive() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.loadClassifier();
            server.state.draining();

            HttpResponse<String> answer = server.post("/predict", TEXT);
            assertEquals(200, answer.statusCode());
            assertEquals("close", answer.headers().firstValue("Connection").orElse(""));
            HttpResponse<String> ready = server.get("/health/ready");
            assertEquals(503, ready.statusCode());
            assertEquals("draining", ServerFixture.json(ready).get("status").stringValue());
            assertEquals(200, server.get("/health/live").statusCode());
        }
    }

    @Test
    void answersWhatIsUnderWayAfterTheListenerIsClosed() throws Exception {
        FakeBackend backend = new FakeBackend(3, text -> new float[3]).held();
        try (ServerFixture server = new ServerFixture();
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            server.load(backend, new BatchLimits(1, 1, 16, 1000, Duration.ofSeconds(30)));
            Future<HttpResponse<String>> running = clients.submit(() -> server.post("/predict", TEXT));
            backend.awaitForward();
            assertEquals(1, server.http().requestsUnderWay());

            server.http().closeListener();
            backend.release(100);

            assertEquals(200, running.get().statusCode());
            assertEquals("", server.raw("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"), "nobody new is let in");
        }
    }
}
