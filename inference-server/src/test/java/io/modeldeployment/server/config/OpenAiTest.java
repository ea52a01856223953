package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OpenAiTest {
    private static final String EMBEDDINGS = "/v1/embeddings";

    private final ServerFixture server = new ServerFixture();

    @BeforeAll
    void start() {
        server.loadEmbedder();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private JsonNode embed(String body) throws Exception {
        HttpResponse<String> answer = server.post(EMBEDDINGS, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return ServerFixture.json(answer);
    }

    @Test
    void embedsTextsInTheirOrder() throws Exception {
        assertEquals(
                "{\"object\":\"list\",\"data\":["
                        + "{\"object\":\"embedding\",\"index\":0,\"embedding\":[4.0,0.0,8.0]},"
                        + "{\"object\":\"embedding\",\"index\":1,\"embedding\":[3.0,0.0,6.0]}],"
                        + "\"model\":\"fake\",\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}",
                embed("{\"model\": \"fake\", \"input\": [\"世界 😀\", \"a\"], \"user\": \"u\", \"encoding_format\":"
                                + " \"float\"}")
                        .toString());
    }

    @Test
    void embedsOneText() throws Exception {
        JsonNode body = embed("{\"input\": \"a\"}");
        assertEquals(1, body.get("data").size());
        assertEquals(3, body.get("usage").get("total_tokens").intValue());
    }

    @Test
    void embedsTokenIdsAsTheyAre() throws Exception {
        assertEquals(
                "[5.0,0.0,10.0]",
                embed("{\"input\": [1, 2, 3, 4, 99]}")
                        .get("data")
                        .get(0)
                        .get("embedding")
                        .toString());
        JsonNode body = embed("{\"input\": [[1, 2], [0]]}");
        assertEquals("[2.0,0.0,4.0]", body.get("data").get(0).get("embedding").toString());
        assertEquals("[1.0,0.0,2.0]", body.get("data").get(1).get("embedding").toString());
        assertEquals(3, body.get("usage").get("prompt_tokens").intValue());
    }

    @Test
    void writesLittleEndianFloatsInBase64() throws Exception {
        String encoded = embed("{\"input\": \"a\", \"encoding_format\": \"base64\"}")
                .get("data")
                .get(0)
                .get("embedding")
                .stringValue();
        float[] vector = new float[3];
        ByteBuffer.wrap(Base64.getDecoder().decode(encoded))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(vector);
        assertArrayEquals(new float[] {3, 0, 6}, vector);
    }

    @Test
    void shortensVectorsToLengthOne() throws Exception {
        assertEquals(
                "[1.0,0.0]",
                embed("{\"input\": \"a\", \"dimensions\": 2}")
                        .get("data")
                        .get(0)
                        .get("embedding")
                        .toString());
        assertEquals(
                "[3.0,0.0,6.0]",
                embed("{\"input\": \"a\", \"dimensions\": 3}")
                        .get("data")
                        .get(0)
                        .get("embedding")
                        .toString());
    }

    @Test
    void cutsALongTextOnlyWhenAsked() throws Exception {
        String words = "a ".repeat(30);
        assertError(
                400,
                "Text 0 has 32 tokens, the limit is 20",
                "null",
                "null",
                server.post(EMBEDDINGS, "{\"input\": \"" + words + "\"}"));
        assertEquals(
                20,
                embed("{\"input\": \"" + words + "\", \"truncate\": true}")
                        .get("usage")
                        .get("prompt_tokens")
                        .intValue());
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("{}", "\"input\" is missing", "\"input\""),
                Arguments.of("{\"input\": null}", "\"input\" is missing", "\"input\""),
                Arguments.of("{\"input\": []}", "\"input\" is missing or empty", "\"input\""),
                Arguments.of("{\"input\": \"\"}", "\"input\" is missing or blank", "\"input\""),
                Arguments.of("{\"input\": [\"a\", \"\"]}", "\"input[1]\" is missing or blank", "\"input[1]\""),
                Arguments.of("{\"input\": 7}", "\"input\" has the wrong type: send a text", "\"input\""),
                Arguments.of("{\"input\": {\"a\": 1}}", "\"input\" has the wrong type", "\"input\""),
                Arguments.of("{\"input\": [\"a\", 7]}", "\"input[1]\" has the wrong type", "\"input[1]\""),
                Arguments.of("{\"input\": [7, \"a\"]}", "\"input[1]\" has the wrong type", "\"input[1]\""),
                Arguments.of("{\"input\": [7, 1.5]}", "\"input[1]\" has the wrong type", "\"input[1]\""),
                Arguments.of("{\"input\": [7, 9999999999]}", "\"input[1]\" has the wrong type", "\"input[1]\""),
                Arguments.of("{\"input\": [[]]}", "\"input\" has 0 token ids: send 1 to 20", "\"input\""),
                Arguments.of("{\"input\": [[1], [100]]}", "this model knows 0 to 99", "\"input[1]\""),
                Arguments.of("{\"input\": [-1]}", "the token id -1", "\"input\""),
                Arguments.of("{\"input\": [" + "1,".repeat(20) + "1]}", "has 21 token ids", "\"input\""),
                Arguments.of("{\"input\": \"a\\ud800\"}", "half a surrogate pair", "\"input\""),
                Arguments.of("{\"input\": \"a\", \"dimensions\": 4}", "ask for 1 to 3", "\"dimensions\""),
                Arguments.of("{\"input\": \"a\", \"dimensions\": 0}", "ask for 1 to 3", "\"dimensions\""),
                Arguments.of(
                        "{\"input\": \"a\", \"encoding_format\": \"int8\"}",
                        "neither \"float\" nor \"base64\"",
                        "\"encoding_format\""),
                Arguments.of("{\"input\": \"a\", \"user\": 7}", "\"user\" has the wrong type", "null"),
                Arguments.of("{\"input\": \"a\", \"top_k\": 7}", "The field \"top_k\" is unknown", "null"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void refusesABadRequestInOpenAisForm(String body, String message, String param) throws Exception {
        assertError(400, message, param, "null", server.post(EMBEDDINGS, body));
    }

    @Test
    void listsTheModelAndKnowsNoOther() throws Exception {
        JsonNode models = ServerFixture.json(server.get("/v1/models"));
        assertEquals("list", models.get("object").stringValue());
        JsonNode model = models.get("data").get(0);
        assertEquals(List.of("id", "object", "created", "owned_by"), List.copyOf(model.propertyNames()));
        assertEquals("fake", model.get("id").stringValue());
        assertTrue(model.get("created").longValue() > 1_700_000_000L);
        assertEquals(model, ServerFixture.json(server.get("/v1/models/fake")));

        String unknown = "There is no model \"gpt-9\" here: the model is \"fake\".";
        assertError(404, unknown, "null", "\"model_not_found\"", server.get("/v1/models/gpt-9"));
        assertError(
                404,
                unknown,
                "null",
                "\"model_not_found\"",
                server.post(EMBEDDINGS, "{\"input\": \"a\", \"model\": \"gpt-9\"}"));
        assertError(404, "\"owner/m\"", "null", "\"model_not_found\"", server.get("/v1/models/owner/m"));
    }

    @Test
    void saysEveryErrorInOpenAisForm() throws Exception {
        assertError(404, "There is nothing here", "null", "\"not_found\"", server.get("/v1/files"));
        assertError(405, "see the Allow header", "null", "\"method_not_allowed\"", server.get(EMBEDDINGS));
        assertError(
                415,
                "application/json",
                "null",
                "\"unsupported_media_type\"",
                server.send("POST", EMBEDDINGS, "text/plain", "a"));
        assertError(
                413,
                "larger than 65536 bytes",
                "null",
                "\"content_too_large\"",
                server.post(EMBEDDINGS, "x".repeat(70_000)));
    }

    @Test
    void saysWhereToAskAClassifier() throws Exception {
        try (ServerFixture classifier = new ServerFixture()) {
            HttpResponse<String> starting = classifier.post(EMBEDDINGS, "{\"input\": \"a\"}");
            assertEquals(503, starting.statusCode());
            assertEquals(
                    "server_error",
                    ServerFixture.json(starting).get("error").get("type").stringValue());
            classifier.loadClassifier();
            assertError(
                    400,
                    "the model here is a classifier: use POST /predict",
                    "null",
                    "null",
                    classifier.post(EMBEDDINGS, "{\"input\": \"a\"}"));
        }
    }

    private static void assertError(int status, String part, String param, String code, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("application/json", ServerFixture.type(answer));
        JsonNode error = ServerFixture.json(answer).get("error");
        assertEquals(List.of("message", "type", "param", "code"), List.copyOf(error.propertyNames()));
        assertEquals("invalid_request_error", error.get("type").stringValue());
        assertTrue(error.get("message").stringValue().contains(part), error.toString());
        assertEquals(param, error.get("param").toString());
        assertEquals(code, error.get("code").toString());
    }
}
