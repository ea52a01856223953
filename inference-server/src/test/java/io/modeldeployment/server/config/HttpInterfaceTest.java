package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpInterfaceTest {
    private final ServerFixture server = new ServerFixture();

    @BeforeAll
    void start() {
        server.loadClassifier();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void classifiesAText() throws Exception {
        HttpResponse<String> answer = server.post("/predict", "{\"text\": \"hello\"}");

        assertEquals(200, answer.statusCode());
        assertEquals("application/json", ServerFixture.type(answer));
        JsonNode body = ServerFixture.json(answer);
        assertEquals(
                List.of("predictions", "processing_time", "truncated", "from_cache"),
                List.copyOf(body.propertyNames()));
        assertEquals(2, body.get("predictions").size(), "the default of two labels");
        JsonNode best = body.get("predictions").get(0);
        assertEquals(List.of("label", "score", "rank"), List.copyOf(best.propertyNames()));
        assertEquals("c", best.get("label").stringValue());
        assertEquals(1, best.get("rank").intValue());
        assertTrue(best.get("score").floatValue() > 0.5);
        assertFalse(body.get("truncated").booleanValue());
        assertTrue(body.get("processing_time").doubleValue() > 0);
    }

    @Test
    void tellsClientsToGiveIdleConnectionsUpBeforeADrainEnds() throws Exception {
        HttpResponse<String> answer = server.post("/predict", "{\"text\": \"hello\"}");
        assertEquals("timeout=4", answer.headers().firstValue("Keep-Alive").orElse("none"));
    }

    @Test
    void answersABatchInItsOrder() throws Exception {
        JsonNode body = ServerFixture.json(
                server.post("/batch_predict", "{\"texts\": [\"a\", \"bb bb\", \"c c c\"], \"top_k\": 100}"));

        assertEquals(3, body.get("predictions").size());
        for (int i = 0; i < 3; i++) {
            JsonNode text = body.get("predictions").get(i);
            assertEquals(i, text.get("text_index").intValue());
            assertEquals(3, text.get("predictions").size(), "as many labels as there are");
        }
        // The fake model's scores fall with the length of the text.
        assertTrue(score(body, 0) > score(body, 1) && score(body, 1) > score(body, 2));
    }

    private static double score(JsonNode body, int text) {
        return body.get("predictions")
                .get(text)
                .get("predictions")
                .get(0)
                .get("score")
                .doubleValue();
    }

    @Test
    void saysThatATextWasCut() throws Exception {
        String words = "a ".repeat(30);
        assertTrue(truncated("{\"text\": \"" + words + "\"}"));
        assertTrue(truncated("{\"text\": \"a a a a\", \"max_length\": 4}"));
        assertTrue(truncated("{\"text\": \"a a a a\", \"max_length\": 4, \"truncate\": true}"));
        assertFalse(truncated("{\"text\": \"a a a a\", \"max_length\": 6}"));
        assertFalse(truncated("{\"text\": \"a a a a\", \"max_length\": 2147483647}"));
    }

    private boolean truncated(String body) throws Exception {
        return ServerFixture.json(server.post("/predict", body))
                .get("truncated")
                .booleanValue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "世界",
                "😀",
                "\\ud83d\\ude00",
                "\\u0000",
                "'; drop table users; --",
                "<script>alert(1)</script>",
                "null"
            })
    void takesOrdinaryTextOfEveryKind(String text) throws Exception {
        HttpResponse<String> answer = server.post("/predict", "{\"text\": \"" + text + " x\"}");
        assertEquals(200, answer.statusCode(), answer.body());
    }

    static Stream<Arguments> badBodies() {
        String long1 = "x".repeat(1001);
        return Stream.of(
                bad("", "The body is empty"),
                bad("null", "The body is empty"),
                bad("{}", "\"text\" is missing or blank"),
                bad("[]", "not one JSON object"),
                bad("\"text\"", "not one JSON object"),
                bad("7", "not one JSON object"),
                bad("{\"text\": \"a\"", "ends too early"),
                bad("{\"text\": \"a\"} x", "not valid JSON"),
                bad("{\"text\": \"a\"}{}", "not one JSON object"),
                bad("{'text': 'a'}", "not valid JSON"),
                bad("{\"text\": \"a\", }", "not valid JSON"),
                bad("{\"text\": \"a\", \"text\": \"b\"}", "names a field twice"),
                bad(
                        "{\"text\": \"a\", \"lang\": \"en\"}",
                        "The field \"lang\" is unknown: the fields are text, max_length"),
                bad("{\"text\": null}", "\"text\" is missing or blank"),
                bad("{\"text\": \"\"}", "\"text\" is missing or blank"),
                bad("{\"text\": \" \\n\\t\"}", "\"text\" is missing or blank"),
                bad("{\"text\": 7}", "\"text\" has the wrong type: send a string"),
                bad("{\"text\": true}", "\"text\" has the wrong type: send a string"),
                bad("{\"text\": [\"a\"]}", "\"text\" has the wrong type: send a string"),
                bad("{\"text\": {\"a\": 1}}", "\"text\" has the wrong type: send a string"),
                bad("{\"text\": \"" + long1 + "\"}", "\"text\" has 1001 characters: send at most 1000"),
                bad("{\"text\": \"a\\ud800b\"}", "half a surrogate pair"),
                bad("{\"text\": \"a\", \"max_length\": 0}", "\"max_length\" is 0: ask for 3 tokens or more"),
                bad("{\"text\": \"a\", \"max_length\": -1}", "\"max_length\" is -1: ask for 3"),
                bad("{\"text\": \"a\", \"max_length\": 2}", "\"max_length\" is 2: ask for 3"),
                bad("{\"text\": \"a\", \"max_length\": 2147483648}", "\"max_length\" is out of range"),
                bad("{\"text\": \"a\", \"max_length\": 1e400}", "\"max_length\" has the wrong type"),
                bad("{\"text\": \"a\", \"max_length\": 5.5}", "\"max_length\" has the wrong type"),
                bad(
                        "{\"text\": \"a\", \"max_length\": \"5\"}",
                        "\"max_length\" has the wrong type: send a whole number"),
                bad("{\"text\": \"a\", \"max_length\": true}", "\"max_length\" has the wrong type"),
                bad("{\"text\": \"a\", \"max_length\": NaN}", "not valid JSON"),
                bad(
                        "{\"text\": \"a\", \"max_length\": " + "9".repeat(100) + "}",
                        "a number or a name that is too long"),
                bad("{\"text\": \"a\", \"top_k\": 0}", "\"top_k\" is 0: ask for 1"),
                bad("{\"text\": \"a\", \"top_k\": -3}", "\"top_k\" is -3: ask for 1"),
                bad("{\"text\": \"a\", \"truncate\": \"no\"}", "\"truncate\" has the wrong type: send true or false"),
                bad("{\"text\": \"a\", \"truncate\": 0}", "\"truncate\" has the wrong type: send true or false"),
                bad(
                        "{\"text\": \"a a a a\", \"max_length\": 4, \"truncate\": false}",
                        "Text 0 has 6 tokens, the limit is 4"),
                bad("{\"text\": " + "[".repeat(2000), "\"text\" has the wrong type"),
                batch("{}", "\"texts\" is missing or empty"),
                batch("{\"texts\": []}", "\"texts\" is missing or empty"),
                batch("{\"texts\": null}", "\"texts\" is missing or empty"),
                batch("{\"texts\": \"a\"}", "\"texts\" has the wrong type: send a list of strings"),
                batch("{\"texts\": [\"a\", null]}", "\"texts[1]\" is missing or blank"),
                batch("{\"texts\": [\"a\", \"\"]}", "\"texts[1]\" is missing or blank"),
                batch("{\"texts\": [\"a\", 7]}", "\"texts[1]\" has the wrong type: send a string"),
                batch("{\"texts\": [\"a\", [\"b\"]]}", "send"),
                batch("{\"texts\": [\"a\", []]}", "send"),
                batch("{\"texts\": [\"a\", [\"b\"], \"c\"]}", "send"),
                batch("{\"texts\": [\"a\", {}]}", "\"texts[1]\" has the wrong type: send a string"),
                batch("{\"texts\": [\"a\", \"\\udc00\"]}", "\"texts[1]\" holds half a surrogate pair"),
                batch("{\"texts\": [" + "\"a\",".repeat(9) + "\"a\"]}", "\"texts\" has 10 texts: send at most 9"),
                batch(
                        "{\"texts\": [\"a\", \"a a a a\"], \"max_length\": 4, \"truncate\": false}",
                        "Text 1 has 6 tokens"));
    }

    private static Arguments bad(String body, String detail) {
        return Arguments.of("/predict", body, detail);
    }

    private static Arguments batch(String body, String detail) {
        return Arguments.of("/batch_predict", body, detail);
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("badBodies")
    void refusesABadBodyAndSaysWhatToSend(String path, String body, String detail) throws Exception {
        HttpResponse<String> answer = server.post(path, body);
        assertProblem(400, detail, answer);
    }

    static Stream<byte[]> invalidUtf8() {
        return Stream.of(new byte[] {(byte) 0xff, (byte) 0xfe}, new byte[] {(byte) 0xc3}, new byte[] {
            (byte) 0xed, (byte) 0xa0, (byte) 0x80
        });
    }

    @ParameterizedTest
    @MethodSource("invalidUtf8")
    void refusesBytesThatAreNoUtf8(byte[] bytes) throws Exception {
        byte[] start = "{\"text\": \"a".getBytes(StandardCharsets.UTF_8);
        byte[] end = "a\"}".getBytes(StandardCharsets.UTF_8);
        byte[] body = new byte[start.length + bytes.length + end.length];
        System.arraycopy(start, 0, body, 0, start.length);
        System.arraycopy(bytes, 0, body, start.length, bytes.length);
        System.arraycopy(end, 0, body, start.length + bytes.length, end.length);

        assertProblem(400, "", server.post("/predict", body));
    }

    @Test
    void refusesABodyThatIsTooLargeWhetherItSaysSoOrNot() throws Exception {
        byte[] body = ("{\"text\": \"" + "x".repeat(9000) + "\"}").getBytes(StandardCharsets.UTF_8);
        assertProblem(413, "larger than 8192 bytes", server.post("/predict", body));
        assertProblem(413, "larger than 8192 bytes", server.postChunked("/predict", body));
        assertEquals(400, server.post("/batch_predict", body).statusCode(), "a batch may be larger");
    }

    @Test
    void refusesOtherTypesAndEncodings() throws Exception {
        assertProblem(415, "send Content-Type: application/json", server.send("POST", "/predict", "text/plain", "{}"));
        assertProblem(415, "send Content-Type: application/json", server.send("POST", "/predict", null, "{}"));
        String request =
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: 2\r\n\r\n{}";
        assertTrue(server.raw(request).startsWith("HTTP/1.1 415"));
    }

    @Test
    void answersUnknownPathsAndMethodsWithProblems() throws Exception {
        assertProblem(404, "the paths are /predict", server.get("/nowhere"));
        assertProblem(404, "the paths are /predict", server.get("/"));
        HttpResponse<String> wrongMethod = server.get("/predict");
        assertProblem(405, "takes other methods", wrongMethod);
        assertEquals("POST", wrongMethod.headers().firstValue("Allow").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TRACE /predict HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /..%2fetc/passwd HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /a\\b HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void leaksNothingWhereTheContainerRefuses(String request) throws IOException {
        String answer = server.raw(request);
        assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
        assertFalse(answer.contains("<html") || answer.contains("Tomcat") || answer.contains("java"), answer);
    }

    @Test
    void refusesHeadersThatAreTooLarge() throws IOException {
        String answer = server.raw("GET /health HTTP/1.1\r\nHost: x\r\nX-Big: " + "x".repeat(65_536) + "\r\n\r\n");
        assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
        assertEquals(200, server.getUnchecked("/health").statusCode());
    }

    @Test
    void showsItsMetricsUnderTheAgreedNames() throws Exception {
        server.post("/predict", "{\"text\": \"hello\"}");
        server.post("/predict", "{}");

        HttpResponse<String> metrics = server.get("/metrics");

        assertEquals("text/plain;version=0.0.4;charset=utf-8", ServerFixture.type(metrics));
        String text = metrics.body();
        String labels = "model_name=\"fake\",revision=\"r1\"";
        for (String sample : List.of(
                "model_predictions_total{" + labels + ",status=\"success\"}",
                "model_predictions_total{" + labels + ",status=\"invalid\"}",
                "model_predictions_total{" + labels + ",status=\"error\"} 0.0",
                "model_predictions_total{" + labels + ",status=\"rejected\"} 0.0",
                "model_prediction_duration_seconds_bucket{from_cache=\"false\"," + labels + ",le=\"0.1\"}",
                "model_tokenization_duration_seconds_count{" + labels + "}",
                "model_queue_duration_seconds_count{" + labels + "}",
                "model_inference_duration_seconds_count{" + labels + "}",
                "model_batch_texts_count{" + labels + "}",
                "model_batch_tokens_sum{" + labels + "}",
                "model_queue_size{" + labels + "}",
                "model_memory_usage_bytes{memory_type=\"rss\"," + labels + "}",
                "model_predicted_labels_total{label=\"c\"," + labels + "}")) {
            assertTrue(text.contains(sample), () -> sample + " is not in\n" + text);
        }
    }

    @Test
    void countsTheOperatorsQuestionsApart() throws Exception {
        String requests = "model_predictions_total{model_name=\"fake\",revision=\"r1\",status=\"success\"}";
        String before = metric(requests);
        HttpResponse<String> answer = server.predict("hello", "X-Synthetic-Request", "true");

        assertEquals(200, answer.statusCode());
        assertEquals(before, metric(requests));
        assertEquals("1.0", metric("model_synthetic_requests_total{model_name=\"fake\",revision=\"r1\"}"));
    }

    private String metric(String name) throws Exception {
        return server.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse("absent");
    }

    @Test
    void tellsWhatItServes() throws Exception {
        JsonNode info = ServerFixture.json(server.get("/info"));
        assertEquals("fake", info.get("model").stringValue());
        assertEquals("r1", info.get("revision").stringValue());
        assertEquals("text-classification", info.get("task").stringValue());
        assertEquals(3, info.get("labels").size());
        assertEquals(20, info.get("max_tokens").intValue());
    }

    static void assertProblem(int status, String detail, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/problem+json", ServerFixture.type(answer));
        JsonNode problem = ServerFixture.json(answer);
        assertEquals(status, problem.get("status").intValue());
        assertFalse(problem.get("title").stringValue().isEmpty());
        String said = problem.get("detail").stringValue();
        assertTrue(said.contains(detail), said);
        assertFalse(said.contains("java") || said.contains("jackson") || said.contains("Exception"), said);
    }
}
