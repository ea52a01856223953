package io.modeldeployment.server.config;

import static io.modeldeployment.server.observe.otel.FakeCollector.attribute;
import static io.modeldeployment.server.observe.otel.FakeCollector.hex;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.observe.RecordedLog;
import io.modeldeployment.server.observe.RequestLog;
import io.modeldeployment.server.observe.RequestObserver;
import io.modeldeployment.server.observe.otel.FakeCollector;
import io.modeldeployment.server.observe.otel.OtlpTracing;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The traces that a collector gets. */
@Timeout(60)
@SuppressWarnings("NullAway.Init") // set up before each test
class TracingTest {
    private static final String CALLER_TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String CALLER_SPAN = "00f067aa0ba902b7";

    private FakeCollector collector;
    private OtlpTracing tracing;
    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        collector = new FakeCollector();
        tracing = OtlpTracing.start(collector.endpoint(), "spam", "r7");
        server = new ServerFixture(tracing, tracing);
    }

    @AfterEach
    void stop() {
        server.close();
        tracing.close();
        collector.close();
    }

    /** Ends the workers and sends what they left, so that all spans are there. */
    private void flush() {
        server.close();
        tracing.close();
    }

    private static String traceparent(String flags) {
        return "traceparent: 00-" + CALLER_TRACE + "-" + CALLER_SPAN + "-" + flags + "\r\n";
    }

    private static String predict(ServerFixture server, String headers) throws Exception {
        String body = "{\"text\": \"hello world\"}";
        return server.raw("POST /predict HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\n"
                + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static long number(List<KeyValue> attributes, String key) {
        return Long.parseLong(attribute(attributes, key));
    }

    @Test
    void followsARequestThroughTokenizerQueueBatchAndForwardPass() throws Exception {
        server.loadClassifier();
        assertEquals(200, server.post("/predict", "{\"text\": \"hello world\"}").statusCode());
        flush();

        Span request = collector.span("POST /predict");
        assertEquals(Span.SpanKind.SPAN_KIND_SERVER, request.getKind());
        assertEquals("200", attribute(request.getAttributesList(), "http.response.status_code"));
        assertEquals("/predict", attribute(request.getAttributesList(), "http.route"));
        Span tokenization = collector.span("tokenization");
        Span queue = collector.span("queue");
        Span forward = collector.span("forward");
        for (Span part : List.of(tokenization, queue, forward)) {
            assertEquals(request.getTraceId(), part.getTraceId());
            assertEquals(request.getSpanId(), part.getParentSpanId());
        }
        assertEquals(4, number(tokenization.getAttributesList(), "modelserver.tokens"));

        List<Long> moments = List.of(
                request.getStartTimeUnixNano(),
                tokenization.getStartTimeUnixNano(),
                tokenization.getEndTimeUnixNano(),
                queue.getStartTimeUnixNano(),
                queue.getEndTimeUnixNano(),
                forward.getStartTimeUnixNano(),
                forward.getEndTimeUnixNano(),
                request.getEndTimeUnixNano());
        assertEquals(moments.stream().sorted().toList(), moments, "one after the other");

        Span batch = collector.span("batch");
        assertTrue(batch.getParentSpanId().isEmpty(), "a batch serves many and is part of none");
        assertEquals(request.getSpanId(), batch.getLinks(0).getSpanId());
        assertEquals(batch.getSpanId(), forward.getLinks(0).getSpanId());
        assertEquals(1, number(batch.getAttributesList(), "modelserver.texts"));
        assertEquals(4, number(batch.getAttributesList(), "modelserver.tokens"));
    }

    @Test
    void saysWhoseSpansTheyAre() throws Exception {
        server.loadClassifier();
        server.post("/predict", "{\"text\": \"a\"}");
        flush();

        List<KeyValue> resource = collector.resources().getFirst().getAttributesList();
        assertEquals("modelserver", attribute(resource, "service.name"));
        assertEquals("spam", attribute(resource, "modelserver.model_name"));
        assertEquals("r7", attribute(resource, "modelserver.revision"));
    }

    @Test
    void goesOnWithTheCallersTrace() throws Exception {
        server.loadClassifier();
        assertTrue(
                predict(server, traceparent("01") + "X-Request-Id: req-7\r\n").startsWith("HTTP/1.1 200"));
        flush();

        Span request = collector.span("POST /predict");
        assertEquals(CALLER_TRACE, hex(request.getTraceId()));
        assertEquals(CALLER_SPAN, hex(request.getParentSpanId()));
        assertEquals("req-7", attribute(request.getAttributesList(), "modelserver.request_id"));
        assertNotEquals(CALLER_TRACE, hex(collector.span("batch").getTraceId()));
    }

    @Test
    void recordsNothingOfARequestThatItsCallerDoesNotRecord() throws Exception {
        server.loadClassifier();
        assertTrue(predict(server, traceparent("00")).startsWith("HTTP/1.1 200"));
        flush();
        assertEquals(List.of(), collector.spans());
    }

    @Test
    void recordsTheBatchOfEveryRecordedRequestWhateverIsSampled() throws Exception {
        System.setProperty("otel.traces.sampler", "parentbased_traceidratio");
        System.setProperty("otel.traces.sampler.arg", "0");
        try (OtlpTracing sampling = OtlpTracing.start(collector.endpoint(), "spam", "r7");
                ServerFixture sampled = new ServerFixture(sampling, sampling)) {
            sampled.loadClassifier();
            assertEquals(200, sampled.post("/predict", "{\"text\": \"a\"}").statusCode());
            assertTrue(predict(sampled, traceparent("01")).startsWith("HTTP/1.1 200"));
        } finally {
            System.clearProperty("otel.traces.sampler");
            System.clearProperty("otel.traces.sampler.arg");
        }
        assertEquals(CALLER_TRACE, hex(collector.span("POST /predict").getTraceId()));
        assertEquals(
                collector.span("POST /predict").getSpanId(),
                collector.span("batch").getLinks(0).getSpanId());
    }

    @Test
    void linksABatchToEveryRequestInIt() throws Exception {
        FakeBackend backend = new FakeBackend(3, text -> new float[3]).held();
        server.load(backend, new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = clients.submit(() -> server.post("/predict", "{\"text\": \"a\"}"));
            backend.awaitForward();
            Future<HttpResponse<String>> second = clients.submit(() -> server.post("/predict", "{\"text\": \"b\"}"));
            Future<HttpResponse<String>> third =
                    clients.submit(() -> server.post("/batch_predict", "{\"texts\": [\"c\", \"d\"]}"));
            while (server.queuedTexts() < 3) {
                Thread.onSpinWait();
            }
            backend.release(100);
            for (Future<HttpResponse<String>> client : List.of(first, second, third)) {
                assertEquals(200, client.get().statusCode());
            }
        }
        flush();

        Span shared = collector.spans("batch").stream()
                .filter(batch -> number(batch.getAttributesList(), "modelserver.texts") == 3)
                .findFirst()
                .orElseThrow();
        Set<String> linked = shared.getLinksList().stream()
                .map(link -> hex(link.getSpanId()))
                .collect(Collectors.toSet());
        assertEquals(2, linked.size());
        assertTrue(linked.contains(hex(collector.span("POST /batch_predict").getSpanId())));
        assertEquals(3, collector.spans("forward").size(), "one for each request");
        assertEquals(
                2,
                collector.spans("forward").stream()
                        .filter(forward -> forward.getLinks(0).getSpanId().equals(shared.getSpanId()))
                        .count());
    }

    @Test
    void countsATextThatJoinsAComputationUnderWayAmongThoseOfItsBatch() throws Exception {
        FakeBackend backend = new FakeBackend(3, text -> new float[3]).held();
        server.load(backend, new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> first = clients.submit(() -> server.post("/predict", "{\"text\": \"a\"}"));
            backend.awaitForward();
            Future<HttpResponse<String>> same = clients.submit(() -> server.post("/predict", "{\"text\": \"a\"}"));
            String joined = "model_coalesced_texts_total{model_name=\"fake\",revision=\"r1\"} 1.0";
            while (!server.registry.scrape().contains(joined)) {
                Thread.onSpinWait();
            }
            backend.release(100);
            assertEquals(200, first.get().statusCode());
            assertEquals(200, same.get().statusCode());
        }
        flush();

        assertEquals(2, collector.span("batch").getLinksCount());
        assertEquals(2, collector.spans("forward").size());
        for (Span span : collector.spans()) {
            assertTrue(span.getStartTimeUnixNano() <= span.getEndTimeUnixNano(), span.getName());
        }
    }

    @Test
    void marksWhatFailed() throws Exception {
        server.load(
                new FakeBackend(3, _ -> {
                    throw new BackendException("out of memory");
                }),
                new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
        assertEquals(500, server.post("/predict", "{\"text\": \"a\"}").statusCode());
        assertEquals(400, server.post("/batch_predict", "{}").statusCode());
        flush();

        for (String name : List.of("POST /predict", "forward", "batch")) {
            assertEquals(
                    Status.StatusCode.STATUS_CODE_ERROR,
                    collector.span(name).getStatus().getCode(),
                    name);
        }
        assertEquals(
                BackendException.class.getName(),
                attribute(collector.span("POST /predict").getAttributesList(), "error.type"));
        assertEquals(
                Status.StatusCode.STATUS_CODE_UNSET,
                collector.span("POST /batch_predict").getStatus().getCode(),
                "wrong input is no fault of the server");
    }

    @Test
    void answersAllTheSameWhenTheCollectorIsGone() throws Exception {
        server.loadClassifier();
        collector.close();
        assertEquals(200, server.post("/predict", "{\"text\": \"a\"}").statusCode());
    }

    @Test
    void writesTheTracesIdIntoTheLog() throws Exception {
        try (RecordedLog predictions = new RecordedLog(RequestLog.LOGGER, Level.INFO);
                ServerFixture logging = new ServerFixture(
                        RequestObserver.both(tracing, new RequestLog("spam", "r7", false, 1)), tracing)) {
            logging.loadClassifier();
            logging.post("/predict", "{\"text\": \"a\"}");
            String traceId = String.valueOf(predictions.nextFields().get("trace_id"));
            flush();
            assertEquals(hex(collector.span("POST /predict").getTraceId()), traceId);
            assertFalse(collector.spans("queue").isEmpty());
        }
    }
}
