package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.observe.ErrorLog;
import io.modeldeployment.server.observe.RecordedLog;
import io.modeldeployment.server.observe.RequestHead;
import io.modeldeployment.server.observe.RequestLog;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the server says in its log about the requests it gets. */
@Timeout(60)
class RequestLogTest {
    private final RecordedLog predictions = new RecordedLog(RequestLog.LOGGER, Level.INFO);

    @AfterEach
    void stopListening() {
        predictions.close();
    }

    private static ServerFixture server(boolean texts, double sample) {
        ServerFixture server = new ServerFixture(new RequestLog("fake", "r1", texts, sample), BatchListener.NONE);
        server.loadClassifier();
        return server;
    }

    @Test
    void saysWhatCameWhatWasAnsweredAndHowLongItTook() throws Exception {
        try (ServerFixture server = server(false, 1)) {
            HttpResponse<String> answer = server.post("/predict", "{\"text\": \"hello big world\", \"max_length\": 4}");

            Map<String, Object> said = predictions.nextFields();
            assertEquals(
                    List.of(
                            "request_id",
                            "path",
                            "model_name",
                            "revision",
                            "status",
                            "http_status",
                            "texts",
                            "text_length",
                            "tokens",
                            "max_length",
                            "truncated",
                            "from_cache",
                            "predictions_count",
                            "top_label",
                            "top_score",
                            "processing_time"),
                    List.copyOf(said.keySet()));
            assertEquals(answer.headers().firstValue("X-Request-Id").orElse(""), said.get("request_id"));
            assertEquals("/predict", said.get("path"));
            assertEquals("fake", said.get("model_name"));
            assertEquals("r1", said.get("revision"));
            assertEquals("success", said.get("status"));
            assertEquals(200, said.get("http_status"));
            assertEquals(1, said.get("texts"));
            assertEquals(15, said.get("text_length"));
            assertEquals(4, said.get("tokens"));
            assertEquals(1L, said.get("truncated"));
            assertEquals(2, said.get("predictions_count"));
            assertEquals("c", said.get("top_label"));
            assertTrue(number(said, "top_score") > 0.5);
            assertTrue(number(said, "processing_time") > 0);
        }
    }

    private static double number(Map<String, Object> said, String field) {
        return Double.parseDouble(String.valueOf(said.get(field)));
    }

    @Test
    void saysOneThingOfARequestOfManyTexts() throws Exception {
        try (ServerFixture server = server(false, 1)) {
            server.post("/batch_predict", "{\"texts\": [\"a\", \"bb bb\"], \"top_k\": 3}");

            Map<String, Object> said = predictions.nextFields();
            assertEquals(2, said.get("texts"));
            assertEquals(6, said.get("text_length"));
            assertEquals(3 + 4, said.get("tokens"));
            assertEquals(6, said.get("predictions_count"));
            assertEquals("c", said.get("top_label"));
            assertEquals(0, predictions.left());
        }
    }

    @Test
    void keepsTextsOutUnlessTheyAreAskedFor() throws Exception {
        try (ServerFixture server = server(true, 1)) {
            server.post("/batch_predict", "{\"texts\": [\"one\", \"two\"]}");
            assertEquals(List.of("one", "two"), predictions.nextFields().get("input"));
        }
    }

    @Test
    void keepsNoMoreOfALongRequestThanALogShould() throws Exception {
        try (ServerFixture server = server(true, 1)) {
            String long1 = "x".repeat(999);
            server.post("/batch_predict", "{\"texts\": [" + ("\"" + long1 + "\",").repeat(4) + "\"😀😀😀\", \"z\"]}");

            @SuppressWarnings("unchecked")
            List<String> input = (List<String>) predictions.nextFields().get("input");
            assertNotNull(input);
            assertEquals(List.of(long1, long1, long1, long1, "😀😀"), input);
        }
    }

    @Test
    void saysWhyARequestWasRefused() throws Exception {
        try (ServerFixture server = server(false, 1)) {
            server.post("/predict", "{\"text\": \" \"}");
            Map<String, Object> blank = predictions.nextFields();
            assertEquals("invalid", blank.get("status"));
            assertEquals(400, blank.get("http_status"));
            assertEquals("InvalidInputException", blank.get("error_type"));
            assertNotNull(blank.get("error_message"));

            server.post("/predict", "{");
            Map<String, Object> broken = predictions.nextFields();
            assertEquals("invalid", broken.get("status"));
            assertNull(broken.get("texts"));

            server.post("/predict", "{\"text\": \"" + "x".repeat(9000) + "\"}");
            assertEquals(413, predictions.nextFields().get("http_status"));
        }
    }

    @Test
    void saysNothingOfProbesAndMetrics() throws Exception {
        try (ServerFixture server = server(false, 1)) {
            server.get("/health/ready");
            server.get("/metrics");
            server.post("/predict", "{\"text\": \"a\"}");

            assertEquals("/predict", predictions.nextFields().get("path"));
            assertEquals(0, predictions.left());
        }
    }

    @Test
    void takesASampleOfManyRequests() {
        RequestLog log = new RequestLog("fake", "r1", false, 0.25);
        long chosen = IntStream.range(0, 10_000)
                .filter(_ -> log.begin(new RequestHead("POST", "/", "1", _ -> null)) != RequestListener.NONE)
                .count();
        assertTrue(chosen > 2200 && chosen < 2800, () -> chosen + " of 10000");
    }

    @Test
    void givesEveryRequestAnIdAndSaysItInProblemsToo() throws Exception {
        try (ServerFixture server = server(false, 1)) {
            String given = server.raw(
                    "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-Id: abc-7\r\nConnection: close\r\n\r\n");
            assertTrue(given.contains("X-Request-Id: abc-7\r\n"), given);
            String unfit = server.raw(
                    "GET /health/live HTTP/1.1\r\nHost: x\r\nX-Request-Id: a b\r\nConnection: close\r\n\r\n");
            assertFalse(unfit.contains("a b"), unfit);
            assertTrue(unfit.contains("X-Request-Id: "), unfit);

            for (String body : List.of("{\"text\": \"\"}", "{", "{\"text\": \"" + "x".repeat(9000) + "\"}")) {
                HttpResponse<String> refused = server.post("/predict", body);
                assertEquals(
                        refused.headers().firstValue("X-Request-Id").orElse(""),
                        ServerFixture.json(refused).get("request_id").stringValue());
            }
        }
    }

    @Test
    void logsAnErrorWithItsKindItsPlaceAndItsNumber() throws Exception {
        try (RecordedLog errors = new RecordedLog(ErrorLog.LOGGER, Level.INFO);
                ServerFixture server = failing()) {
            HttpResponse<String> answer = server.post("/predict", "{\"text\": \"secret words\"}");
            Map<String, Object> said = errors.nextFields();

            assertEquals(answer.headers().firstValue("X-Request-Id").orElse(""), said.get("request_id"));
            assertEquals("/predict", said.get("path"));
            assertEquals(BackendException.class.getName(), said.get("error_type"));
            assertEquals("out of memory", said.get("error_message"));
            assertEquals(1L, said.get("error_count"));
            assertTrue(String.valueOf(said.get("error_at")).contains("RequestLogTest"));
            assertFalse(said.toString().contains("secret"));

            server.post("/predict", "{\"text\": \"a\"}");
            assertEquals(2L, errors.nextFields().get("error_count"));
            assertEquals("error", predictions.nextFields().get("status"));
        }
    }

    @Test
    void logsTheStackOfAnErrorOnlyWhileDebugging() throws Exception {
        try (ServerFixture server = failing()) {
            try (RecordedLog errors = new RecordedLog(ErrorLog.LOGGER, Level.INFO)) {
                server.post("/predict", "{\"text\": \"a\"}");
                assertNull(errors.next().getThrowableProxy());
            }
            try (RecordedLog errors = new RecordedLog(ErrorLog.LOGGER, Level.DEBUG)) {
                server.post("/predict", "{\"text\": \"a\"}");
                assertNotNull(errors.next().getThrowableProxy());
            }
        }
    }

    private static ServerFixture failing() {
        ServerFixture server = new ServerFixture(new RequestLog("fake", "r1", false, 1), BatchListener.NONE);
        server.load(
                new FakeBackend(3, _ -> {
                    throw new BackendException("out of memory");
                }),
                new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)));
        return server;
    }
}
