package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
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
class KServeTest {
    private static final String INFER = "/v2/models/fake/infer";

    private final ServerFixture server = new ServerFixture();

    @BeforeAll
    void start() {
        server.loadClassifier();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private static String texts(String data, String shape, String more) {
        return "{\"inputs\": [{\"name\": \"text\", \"datatype\": \"BYTES\", \"shape\": " + shape + ", \"data\": " + data
                + "}]" + more + "}";
    }

    private JsonNode infer(String body) throws Exception {
        HttpResponse<String> answer = server.post(INFER, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return ServerFixture.json(answer);
    }

    private static String name(JsonNode output) {
        return output.get("name").stringValue();
    }

    @Test
    void tellsItsNameAndThatItLivesAndIsReady() throws Exception {
        assertEquals(
                "{\"name\":\"modelserver\",\"version\":\"dev\",\"extensions\":[]}",
                server.get("/v2").body());
        assertEquals("{\"live\":true}", server.get("/v2/health/live").body());
        assertEquals("{\"ready\":true}", server.get("/v2/health/ready").body());
        assertEquals(
                "{\"name\":\"fake\",\"ready\":true}",
                server.get("/v2/models/fake/ready").body());
        assertEquals(200, server.get("/v2/models/fake/versions/r1/ready").statusCode());
    }

    @Test
    void describesTheModel() throws Exception {
        String answer = server.get("/v2/models/fake").body();
        assertEquals(
                "{\"name\":\"fake\",\"versions\":[\"r1\"],\"platform\":\"pytorch_safetensors\","
                        + "\"inputs\":[{\"name\":\"text\",\"datatype\":\"BYTES\",\"shape\":[-1]}],"
                        + "\"outputs\":[{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[-1]},"
                        + "{\"name\":\"score\",\"datatype\":\"FP32\",\"shape\":[-1]},"
                        + "{\"name\":\"logits\",\"datatype\":\"FP32\",\"shape\":[-1,3]},"
                        + "{\"name\":\"probabilities\",\"datatype\":\"FP32\",\"shape\":[-1,3]}]}",
                answer);
        assertEquals(answer, server.get("/v2/models/fake/versions/r1").body());
    }

    @Test
    void answersWithTheBestLabelAndItsScore() throws Exception {
        JsonNode body = infer(texts("[\"世界\", \"😀 x\", \"a b c\"]", "[3]", ", \"id\": \"42\""));

        assertEquals(List.of("model_name", "model_version", "id", "outputs"), List.copyOf(body.propertyNames()));
        assertEquals("42", body.get("id").stringValue());
        assertEquals("r1", body.get("model_version").stringValue());
        JsonNode label = body.get("outputs").get(0);
        assertEquals(
                "{\"name\":\"label\",\"datatype\":\"BYTES\",\"shape\":[3],\"data\":[\"c\",\"c\",\"c\"]}",
                label.toString());
        JsonNode score = body.get("outputs").get(1);
        assertEquals("score", name(score));
        assertEquals("FP32", score.get("datatype").stringValue());
        JsonNode scores = score.get("data");
        assertTrue(
                scores.get(0).floatValue() > scores.get(1).floatValue()
                        && scores.get(1).floatValue() > scores.get(2).floatValue(),
                "in the order of the texts, which grow longer: " + scores);
    }

    @Test
    void answersWithAsManyLabelsAsAskedFor() throws Exception {
        JsonNode outputs = infer(texts("[[\"a\"], [\"b\"]]", "[2, 1]", ", \"parameters\": {\"top_k\": 99}"))
                .get("outputs");
        assertEquals("[2,3]", outputs.get(0).get("shape").toString());
        assertEquals(
                "[\"c\",\"a\",\"b\",\"c\",\"a\",\"b\"]",
                outputs.get(0).get("data").toString());
        assertEquals(6, outputs.get(1).get("data").size());
    }

    @Test
    void answersWithTheOutputsThatWereAskedForInTheirOrder() throws Exception {
        JsonNode outputs = infer(texts(
                        "[\"a b\", \"a b c\"]",
                        "[2]",
                        ", \"outputs\": [{\"name\": \"probabilities\"}, {\"name\": \"logits\","
                                + " \"parameters\": {\"binary_data\": false}}]"))
                .get("outputs");

        assertEquals(2, outputs.size());
        assertEquals("probabilities", name(outputs.get(0)));
        assertEquals("[2,3]", outputs.get(0).get("shape").toString());
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += outputs.get(0).get("data").get(i).doubleValue();
        }
        assertEquals(1, sum, 1e-6);
        assertEquals("logits", name(outputs.get(1)));
        assertEquals("[0.0,0.0,2.5,0.0,0.0,2.0]", outputs.get(1).get("data").toString());
    }

    @Test
    void takesWhatClientsOfMlServerAdd() throws Exception {
        infer("{\"parameters\": {\"binary_data_output\": false, \"max_length\": 5, \"truncate\": true}, \"inputs\": [{"
                + "\"name\": \"text\", \"datatype\": \"BYTES\", \"shape\": [1], \"parameters\": {\"content_type\": \"str\"},"
                + " \"data\": [\"a b c d e f\"]}]}");
    }

    @Test
    void answersWithEmbeddings() throws Exception {
        try (ServerFixture embedder = new ServerFixture()) {
            embedder.loadEmbedder();
            assertEquals(
                    "[{\"name\":\"embedding\",\"datatype\":\"FP32\",\"shape\":[2,3],\"data\":[3.0,0.0,6.0,4.0,0.0,8.0]}]",
                    ServerFixture.json(embedder.post(INFER, texts("[\"a\", \"a b\"]", "[2]", "")))
                            .get("outputs")
                            .toString());
            assertError(
                    400,
                    "choose from embedding",
                    embedder.post(INFER, texts("[\"a\"]", "[1]", ", \"outputs\": [{\"name\": \"label\"}]")));
            assertError(
                    400,
                    "\"top_k\" is for classifiers",
                    embedder.post(INFER, texts("[\"a\"]", "[1]", ", \"parameters\": {\"top_k\": 1}")));
        }
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("", "The body is empty"),
                Arguments.of("{}", "\"inputs\" has 0 tensors: send one {\"name\": \"text\""),
                Arguments.of("{\"inputs\": []}", "\"inputs\" has 0 tensors"),
                Arguments.of("{\"inputs\": [null]}", "\"inputs[0].name\" is not \"text\""),
                Arguments.of("{\"inputs\": [7]}", "\"inputs[0]\" has the wrong type: send an object"),
                Arguments.of("{\"inputs\": [{}, {}]}", "\"inputs\" has 2 tensors"),
                Arguments.of("{\"inputs\": [{\"name\": \"input_ids\"}]}", "\"inputs[0].name\" is not \"text\""),
                Arguments.of("{\"inputs\": 7}", "\"inputs\" has the wrong type: send a list"),
                Arguments.of(
                        "{\"input\": []}", "The field \"input\" is unknown: the fields are id, parameters, inputs"),
                Arguments.of(
                        texts("[\"a\"]", "[1]", "").replace("BYTES", "INT64"),
                        "\"inputs[0].datatype\" is not \"BYTES\""),
                Arguments.of(texts("[]", "[0]", ""), "\"inputs[0].data\" is missing or empty"),
                Arguments.of(texts("null", "[0]", ""), "\"inputs[0].data\" is no list"),
                Arguments.of(texts("\"a\"", "[1]", ""), "\"inputs[0].data\" is no list"),
                Arguments.of(texts("[\"a\", 7]", "[2]", ""), "\"inputs[0].data[1]\" is no string"),
                Arguments.of(texts("[[\"a\", \"b\"]]", "[1, 2]", ""), "\"inputs[0].data[0]\" is no string"),
                Arguments.of(texts("[\"a\", \" \"]", "[2]", ""), "\"inputs[0].data[1]\" is missing or blank"),
                Arguments.of(texts("[\"a\"]", "[2]", ""), "\"inputs[0].shape\" is [2], and \"data\" has 1 texts"),
                Arguments.of(texts("[\"a\"]", "[1, 1, 1]", ""), "\"inputs[0].shape\" is [1, 1, 1]"),
                Arguments.of(texts("[\"a\"]", "[null]", ""), "\"inputs[0].shape\" is [null]"),
                Arguments.of(texts("[\"a\"]", "null", ""), "\"inputs[0].shape\" is null"),
                Arguments.of(texts("[\"a\"]", "[-1]", ""), "\"inputs[0].shape\" is [-1]"),
                Arguments.of(
                        texts("[\"a\"]", "[1]", ", \"outputs\": [{\"name\": \"tokens\"}]"),
                        "choose from label, score, logits, probabilities"),
                Arguments.of(texts("[\"a\"]", "[1]", ", \"outputs\": [{}]"), "has no \"name\""),
                Arguments.of(
                        texts(
                                "[\"a\"]",
                                "[1]",
                                ", \"outputs\": [{\"name\": \"label\", \"parameters\": {\"binary_data\": true}}]"),
                        "binary_data=False"),
                Arguments.of(
                        texts("[\"a\"]", "[1]", ", \"parameters\": {\"binary_data_output\": true}"),
                        "binary tensors, which are not supported"),
                Arguments.of(texts("[\"a\"]", "[1]", ", \"parameters\": {\"top_k\": 0}"), "\"top_k\" is 0"),
                Arguments.of(
                        texts("[\"a\"]", "[1]", ", \"parameters\": {\"max_lenght\": 4}"),
                        "the fields are max_length, top_k, truncate"),
                Arguments.of(
                        texts("[\"a b c d\"]", "[1]", ", \"parameters\": {\"max_length\": 4, \"truncate\": false}"),
                        "Text 0 has 6 tokens, the limit is 4"),
                Arguments.of(texts("[" + "\"a\",".repeat(9) + "\"a\"]", "[10]", ""), "send at most 9"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("badRequests")
    void refusesABadRequestInTheProtocolsForm(String body, String error) throws Exception {
        assertError(400, error, server.post(INFER, body));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v2/models/other",
                "/v2/models/other/ready",
                "/v2/models/other/versions/r1",
                "/v2/models/owner/fake",
                "/v2/models/owner/fake/ready",
                "/v2/models/owner/fake/versions/r1/ready"
            })
    void knowsNoOtherModel(String path) throws Exception {
        assertError(404, "the model is \"fake\"", server.get(path));
    }

    @Test
    void knowsNoOtherVersionAndNoOtherPath() throws Exception {
        assertError(404, "the version is \"r1\"", server.get("/v2/models/fake/versions/r2"));
        assertError(
                404,
                "the version is \"r1\"",
                server.post("/v2/models/fake/versions/2/infer", texts("[\"a\"]", "[1]", "")));
        assertError(404, "GET /v3/api-docs describes them", server.get("/v2/repository"));
        assertError(405, "see the Allow header", server.get(INFER));
        assertError(415, "application/json", server.send("POST", INFER, "text/plain", "{}"));
        assertError(413, "larger than 65536 bytes", server.post(INFER, "x".repeat(70_000)));
    }

    @Test
    void isNotReadyBeforeTheModelIs() throws Exception {
        try (ServerFixture starting = new ServerFixture()) {
            assertEquals("{\"ready\":false}", starting.get("/v2/health/ready").body());
            assertEquals(503, starting.get("/v2/health/ready").statusCode());
            assertEquals(200, starting.get("/v2/health/live").statusCode());
            assertError(503, "still loading", starting.get("/v2/models/fake/ready"));
            starting.loadClassifier();
            starting.state.draining();
            HttpResponse<String> draining = starting.get("/v2/models/fake/ready");
            assertEquals(503, draining.statusCode());
            assertEquals("{\"name\":\"fake\",\"ready\":false}", draining.body());
            assertEquals(200, starting.post(INFER, texts("[\"a\"]", "[1]", "")).statusCode());
        }
    }

    private static void assertError(int status, String part, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/json", ServerFixture.type(answer));
        JsonNode body = ServerFixture.json(answer);
        assertEquals(List.of("error"), List.copyOf(body.propertyNames()));
        String said = body.get("error").stringValue();
        assertTrue(said.contains(part), said);
    }
}
