package io.modeldeployment.operator.probe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.modeldeployment.operator.rollout.Probe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an answer of a pod means. */
class HttpPodProbeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "200 | {'predictions':[{'label':'spam','score':0.9,'rank':1}]} | Passed",
                "200 | {'embedding':[0.1,-0.2]} | Passed",
                "200 | {'predictions':[]} | Failed",
                "200 | {'predictions':[{'label':'stars','score':4.5}]} | Passed",
                "200 | {'predictions':[{'label':'spam','score':1e999}]} | Failed",
                "200 | {'predictions':[{'label':'spam','score':'NaN'}]} | Failed",
                "200 | {'predictions':[{'label':'spam','score':null}]} | Failed",
                "200 | {'embedding':[]} | Failed",
                "200 | not json | Failed",
                "200 | '' | Failed",
                "500 | {'detail':'the model answered NaN'} | Failed",
                "404 | {} | Failed",
                "400 | {} | Failed",
                "429 | {} | Busy",
                "503 | {} | Busy",
            })
    void answersAreJudged(int status, String body, String verdict) {
        var json = body.strip().replace('\'', '"');
        assertEquals(verdict, HttpPodProbe.judge(status, json).getClass().getSimpleName());
    }

    @Test
    void aServerThatCallsItselfUnhealthyHasFailed() throws IOException {
        assertEquals(
                new Probe.Failed("the server is unhealthy: the model answered NaN"),
                ask(503, "{\"status\":\"unhealthy\",\"reason\":\"the model answered NaN\"}"));
        assertEquals(
                new Probe.NoAnswer("the model is loading"),
                ask(503, "{\"status\":\"starting\",\"reason\":\"the model is loading\"}"));
    }

    @Test
    void aRequestThatFailsNowAndThenDoesNotCondemnAPod() throws IOException {
        var predictions = new AtomicInteger();
        Probe probe = ask(exchange -> {
            boolean fails = exchange.getRequestURI().getPath().equals("/predict") && predictions.incrementAndGet() < 5;
            answer(exchange, fails ? 500 : 200, "{\"embedding\":[0.1]}");
        });
        assertEquals(new Probe.Passed(), probe);
        assertEquals(5, predictions.get());
    }

    @Test
    void aPodThatFailsFiveTimesInARowHasFailed() throws IOException {
        var predictions = new AtomicInteger();
        Probe probe = ask(exchange -> {
            boolean fails = exchange.getRequestURI().getPath().equals("/predict") && predictions.incrementAndGet() < 6;
            answer(exchange, fails ? 500 : 200, "{\"detail\":\"out of order\"}");
        });
        assertEquals(new Probe.Failed("/predict answered 500: out of order"), probe);
    }

    @Test
    void aPodThatCannotBeReachedHasNotFailed() {
        assertEquals(new Probe.NoAnswer("no connection"), new HttpPodProbe().ask("127.0.0.1", 1));
    }

    /** Headers alone end the client's own timeout: an answer that stalls after them must not hold the operator up. */
    @Test
    void anAnswerThatStallsAfterItsHeadersIsNotWaitedFor() throws IOException {
        var ended = new CountDownLatch(1);
        try {
            Probe probe = ask(new HttpPodProbe(Duration.ofMillis(300)), exchange -> {
                exchange.sendResponseHeaders(200, 100);
                await(ended);
            });
            assertEquals(new Probe.NoAnswer("no whole answer within 300 ms"), probe);
        } finally {
            ended.countDown();
        }
    }

    @Test
    void anAnswerWithoutAnEndIsNotRead() throws IOException {
        byte[] piece = new byte[64 << 10];
        Probe probe = ask(exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                while (true) {
                    exchange.getResponseBody().write(piece);
                }
            }
        });
        assertEquals(new Probe.NoAnswer("it is too large"), probe);
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static Probe ask(int status, String body) throws IOException {
        return ask(exchange -> answer(exchange, status, body));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private static Probe ask(HttpHandler pod) throws IOException {
        return ask(new HttpPodProbe(), pod);
    }

    private static Probe ask(HttpPodProbe probe, HttpHandler pod) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", pod);
        // One that stalls must not keep the server from being stopped.
        server.setExecutor(Thread::startVirtualThread);
        server.start();
        try {
            return probe.ask("127.0.0.1", server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }
}
