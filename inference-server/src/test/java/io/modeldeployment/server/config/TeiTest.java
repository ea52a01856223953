package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.Pooling;
import java.net.http.HttpResponse;
import java.time.Duration;
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
class TeiTest {
    private final ServerFixture embedder = new ServerFixture();
    private final ServerFixture reranker = new ServerFixture();

    @BeforeAll
    void start() {
        embedder.loadEmbedder();
        reranker.loadReranker();
    }

    @AfterAll
    void stop() {
        embedder.close();
        reranker.close();
    }

    private static String answer(ServerFixture server, String path, String body) throws Exception {
        HttpResponse<String> answer = server.post(path, body);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body();
    }

    @Test
    void embedsToLengthOneUnlessAskedNotTo() throws Exception {
        assertEquals("[[0.4472136,0.0,0.8944272]]", answer(embedder, "/embed", "{\"inputs\": \"a\"}"));
        assertEquals(
                "[[4.0,0.0,8.0],[3.0,0.0,6.0]]",
                answer(embedder, "/embed", "{\"inputs\": [\"世界 😀\", \"a\"], \"normalize\": false}"));
        assertEquals("[[2.0,0.0,4.0]]", answer(embedder, "/embed", "{\"inputs\": [[1, 2]], \"normalize\": false}"));
        assertEquals("[[1.0,0.0]]", answer(embedder, "/embed", "{\"inputs\": \"a\", \"dimensions\": 2}"));
    }

    @Test
    void leavesVectorsAloneThatTheModelNormalizes() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.load(
                    new FakeBackend(2, text -> new float[] {0.6f, 0.8f}),
                    new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30)),
                    new Head.Embedding(Pooling.CLS, true));
            assertEquals("[[0.6,0.8]]", answer(server, "/embed", "{\"inputs\": \"a\", \"normalize\": true}"));
            HttpInterfaceTest.assertProblem(
                    400,
                    "this model's own files say that it normalizes",
                    server.post("/embed", "{\"inputs\": \"a\", \"normalize\": false}"));
        }
    }

    @Test
    void cutsUnlessAskedNotTo() throws Exception {
        String words = "a ".repeat(30);
        assertEquals(
                "[[20.0,0.0,40.0]]",
                answer(embedder, "/embed", "{\"inputs\": \"" + words + "\", \"normalize\": false}"));
        HttpInterfaceTest.assertProblem(
                400,
                "Text 0 has 32 tokens, the limit is 20",
                embedder.post("/embed", "{\"inputs\": \"" + words + "\", \"truncate\": false}"));
    }

    @Test
    void ranksTextsTheBestFirst() throws Exception {
        String texts = "\"query\": \"q\", \"texts\": [\"a b c\", \"世界\", \"a b\"]";
        assertEquals(
                "[{\"index\":1,\"score\":0.95257413},{\"index\":2,\"score\":0.8807971},{\"index\":0,\"score\":0.7310586}]",
                answer(reranker, "/rerank", "{" + texts + "}"));
        assertEquals(
                "[{\"index\":1,\"text\":\"世界\",\"score\":3.0},{\"index\":2,\"text\":\"a b\",\"score\":2.0},"
                        + "{\"index\":0,\"text\":\"a b c\",\"score\":1.0}]",
                answer(reranker, "/rerank", "{" + texts + ", \"raw_scores\": true, \"return_text\": true}"));
    }

    @Test
    void keepsTheOrderOfTextsThatFitEquallyWell() throws Exception {
        assertEquals(
                "[{\"index\":0,\"score\":0.95257413},{\"index\":1,\"score\":0.95257413}]",
                answer(reranker, "/rerank", "{\"query\": \"q\", \"texts\": [\"b\", \"a\"]}"));
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("/embed", "{}", "\"inputs\" is missing"),
                Arguments.of("/embed", "{\"inputs\": []}", "\"inputs\" is missing or empty"),
                Arguments.of("/embed", "{\"inputs\": [\"a\", \" \"]}", "\"inputs[1]\" is missing or blank"),
                Arguments.of("/embed", "{\"inputs\": [{}]}", "\"inputs[0]\" has the wrong type"),
                Arguments.of("/embed", "{\"inputs\": [[101]]}", "this model knows 0 to 99"),
                Arguments.of(
                        "/embed", "{\"inputs\": \"a\", \"normalize\": \"yes\"}", "\"normalize\" has the wrong type"),
                Arguments.of("/embed", "{\"inputs\": \"a\", \"dimensions\": 4}", "ask for 1 to 3"),
                Arguments.of("/embed", "{\"inputs\": \"a\", \"prompt_name\": \"query\"}", "\"prompt_name\" is unknown"),
                Arguments.of(
                        "/embed",
                        "{\"inputs\": [" + "\"a\",".repeat(9) + "\"a\"]}",
                        "\"inputs\" has 10 texts: send at most 9"),
                Arguments.of("/rerank", "{}", "\"query\" is missing or blank"),
                Arguments.of("/rerank", "{\"query\": \"q\"}", "\"texts\" is missing or empty"),
                Arguments.of("/rerank", "{\"query\": \"q\", \"texts\": []}", "\"texts\" is missing or empty"),
                Arguments.of("/rerank", "{\"query\": \"q\", \"texts\": [null]}", "\"texts[0]\" is missing or blank"),
                Arguments.of("/rerank", "{\"query\": \"\", \"texts\": [\"a\"]}", "\"query\" is missing or blank"),
                Arguments.of("/rerank", "{\"query\": 7, \"texts\": [\"a\"]}", "\"query\" has the wrong type"),
                Arguments.of(
                        "/rerank",
                        "{\"query\": \"q\", \"texts\": [\"" + "a ".repeat(20) + "\"], \"truncate\": false}",
                        "Text 0 has 24 tokens, the limit is 20"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("badRequests")
    void refusesABadRequestWithAProblemThatTeisClientsReadToo(String path, String body, String detail)
            throws Exception {
        HttpResponse<String> answer = (path.equals("/embed") ? embedder : reranker).post(path, body);
        HttpInterfaceTest.assertProblem(400, detail, answer);
        JsonNode problem = ServerFixture.json(answer);
        assertEquals(problem.get("detail"), problem.get("error"));
        assertEquals("Validation", problem.get("error_type").stringValue());
    }

    @Test
    void saysWhichEndpointFitsTheModel() throws Exception {
        HttpInterfaceTest.assertProblem(
                400,
                "This needs a re-ranker (one output), and the model here is an embedding model: use POST /embed or",
                embedder.post("/rerank", "{\"query\": \"q\", \"texts\": [\"a\"]}"));
        HttpInterfaceTest.assertProblem(
                400,
                "This needs an embedding model, and the model here is a re-ranker (one output): use POST /rerank.",
                reranker.post("/embed", "{\"inputs\": \"a\"}"));
    }
}
