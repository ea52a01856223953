package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.fixture.FakeBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that leave before their answer, on real sockets; the one worker is busy until it is released. */
@Timeout(60)
class DepartedClientTest {
    private static final String CANCELLED =
            "model_predictions_total{model_name=\"fake\",revision=\"r1\",status=\"cancelled\"} ";

    private final FakeBackend backend = new FakeBackend(3, text -> new float[3]).held();
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private final ServerFixture server = new ServerFixture();
    private Future<HttpResponse<String>> running;

    @BeforeEach
    void keepTheWorkerBusy() throws Exception {
        server.load(backend, new BatchLimits(1, 3, 16, 1000, Duration.ofSeconds(30)));
        running = clients.submit(() -> server.predict("running"));
        backend.awaitForward();
    }

    @AfterEach
    void stop() {
        backend.release(1000);
        clients.shutdownNow();
        server.close();
    }

    private static String post(String path, String body) {
        return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(path, body.length(), body);
    }

    private static String predict(String text) {
        return post("/predict", "{\"text\": \"" + text + "\"}");
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** Sends a request that is alone in waiting for the worker then. */
    private Socket queued(String request, int texts) throws Exception {
        Socket socket = send(request);
        await(() -> server.queuedTexts() == texts);
        return socket;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    private void awaitCancelled(int requests) throws InterruptedException {
        await(() -> server.getUnchecked("/metrics").body().contains(CANCELLED + requests + ".0\n"));
    }

    private void assertNothingElseIsComputed() throws Exception {
        backend.release(1000);
        assertEquals(200, running.get().statusCode());
        assertEquals(200, server.predict("last").statusCode());
        assertEquals(2, backend.batches().size());
    }

    @Test
    void dropsWhatAClientThatClosesWaitedFor() throws Exception {
        Socket client = queued(predict("left alone"), 1);

        client.close();

        awaitCancelled(1);
        assertEquals(0, server.queuedTexts());
        await(() -> server.http().requestsUnderWay() == 1);
        assertNothingElseIsComputed();
    }

    @Test
    void dropsAWholeBatchWhenTheConnectionIsReset() throws Exception {
        Socket client = queued(post("/batch_predict", "{\"texts\": [\"one\", \"two\", \"three\"]}"), 3);

        client.setSoLinger(true, 0);
        client.close();

        awaitCancelled(1);
        assertEquals(0, server.queuedTexts());
        assertNothingElseIsComputed();
    }

    @Test
    void waitsNoLongerForAComputationWhoseClientHasGone() throws Exception {
        Socket client = send(predict("running"));
        await(() -> server.http().requestsUnderWay() == 2);

        client.close();

        awaitCancelled(1);
        assertNothingElseIsComputed();
    }

    @Test
    void tellsAClientThatClosesItsDirectionAloneToKeepItOpen() throws Exception {
        try (Socket client = queued(predict("left alone"), 1)) {
            client.shutdownOutput();

            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);

            assertTrue(answer.startsWith("HTTP/1.1 499"), answer);
            assertTrue(answer.contains("Connection: close"), answer);
            assertTrue(answer.contains("keep it open until then"), answer);
        }
        awaitCancelled(1);
        assertNothingElseIsComputed();
    }

    @Test
    void keepsWhatAClientThatWaitsHasSentAhead() throws Exception {
        try (Socket client = queued(predict("one"), 1)) {
            String next = predict("two").replace("Host: x", "Host: x\r\nConnection: close");
            client.getOutputStream().write(next.substring(0, 30).getBytes(StandardCharsets.ISO_8859_1));
            awaitAnotherCheck(1);
            client.getOutputStream().write(next.substring(30).getBytes(StandardCharsets.ISO_8859_1));
            awaitAnotherCheck(2);

            backend.release(1000);

            assertEquals(200, running.get().statusCode());
            String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertEquals(3, answers.split("HTTP/1.1 200", -1).length, answers);
        }
    }

    /** Whoever leaves is noticed after one period of looking at clients; who waited before has been looked at as well. */
    private void awaitAnotherCheck(int cancelled) throws Exception {
        Socket other = queued(predict("other"), 2);
        other.close();
        awaitCancelled(cancelled);
        await(() -> server.queuedTexts() == 1);
    }
}
