package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.re2j.Pattern;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.observe.TextSample;
import io.modeldeployment.server.ratelimit.AddressRange;
import io.modeldeployment.server.ratelimit.ClientKeys;
import io.modeldeployment.server.ratelimit.LocalRateLimiter;
import io.modeldeployment.server.ratelimit.RateLimit;
import io.modeldeployment.server.ratelimit.RateLimiting;
import io.modeldeployment.server.web.ConnectionLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Cache, rate limit, rules on texts and the management port, as clients see them. */
@Timeout(60)
class GuardHttpTest {
    private static final BatchLimits BATCHES = new BatchLimits(1, 64, 16, 1000, Duration.ofSeconds(30));

    private static FakeBackend backend() {
        return new FakeBackend(3, text -> new float[] {0, 0, 10f / text.length()});
    }

    private static Guards.Http guards(Optional<RateLimiting> rateLimit) {
        return guards(rateLimit, 0);
    }

    private static Guards.Http guards(Optional<RateLimiting> rateLimit, int sampleSize) {
        return new Guards.Http(
                ConnectionLimits.DEFAULT, new ManagementPort(OptionalInt.of(0)), rateLimit, new TextSample(sampleSize));
    }

    private final AtomicInteger refused = new AtomicInteger();

    private ServerFixture limited(int requests, AddressRange... proxies) {
        RateLimiting limit = new RateLimiting(
                new LocalRateLimiter(new RateLimit(requests, Duration.ofHours(1))),
                new ClientKeys(true, List.of(proxies)),
                refused::incrementAndGet);
        ServerFixture server = new ServerFixture(guards(Optional.of(limit)));
        server.loadClassifier();
        return server;
    }

    private static int management(ServerFixture server) {
        return server.http().managementPort().orElseThrow();
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("none");
    }

    @Test
    void answersAnEqualTextWithoutTheModel() throws Exception {
        FakeBackend backend = backend();
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, BATCHES, TextRules.NONE, server.memoryCache(1 << 20));

            JsonNode first = ServerFixture.json(server.predict("hello world"));
            JsonNode second = ServerFixture.json(server.predict("hello world"));

            assertFalse(first.get("from_cache").booleanValue());
            assertTrue(second.get("from_cache").booleanValue());
            assertEquals(first.get("predictions"), second.get("predictions"));
            assertEquals(1, backend.batches().size());
            JsonNode more = ServerFixture.json(server.post("/predict", "{\"text\": \"hello world\", \"top_k\": 3}"));
            assertTrue(more.get("from_cache").booleanValue(), "other labels of the same output");
            assertEquals(3, more.get("predictions").size());
            JsonNode cut =
                    ServerFixture.json(server.post("/predict", "{\"text\": \"hello world\", \"max_length\": 3}"));
            assertFalse(cut.get("from_cache").booleanValue(), "the model would read something else");
            assertTrue(cut.get("truncated").booleanValue());
            assertEquals(2, backend.batches().size());
        }
    }

    @Test
    void saysOfACachedTextThatItWasCutOrRefusesItJustTheSame() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend(), BATCHES, TextRules.NONE, server.memoryCache(1 << 20));
            String cut = "{\"text\": \"a a a a\", \"max_length\": 4%s}";
            server.post("/predict", cut.formatted(""));

            JsonNode again = ServerFixture.json(server.post("/predict", cut.formatted("")));
            assertTrue(again.get("from_cache").booleanValue()
                    && again.get("truncated").booleanValue());
            HttpInterfaceTest.assertProblem(
                    400,
                    "Text 0 has 6 tokens, the limit is 4",
                    server.post("/predict", cut.formatted(", \"truncate\": false")));
        }
    }

    @Test
    void computesOfABatchOnlyWhatIsNewAndKeepsTheOrder() throws Exception {
        FakeBackend backend = backend();
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, BATCHES, TextRules.NONE, server.memoryCache(1 << 20));
            server.predict("b b");
            server.predict("d d d d");

            JsonNode body = ServerFixture.json(server.post(
                    "/batch_predict", "{\"texts\": [\"a\", \"b b\", \"c c c\", \"d d d d\", \"e e e e e\"]}"));

            int computed = backend.batches().stream().mapToInt(List::size).sum();
            assertEquals(2 + 3, computed);
            List<Boolean> fromCache = IntStream.range(0, 5)
                    .mapToObj(i ->
                            body.get("predictions").get(i).get("from_cache").booleanValue())
                    .toList();
            assertEquals(List.of(false, true, false, true, false), fromCache);
            double last = 2;
            for (int i = 0; i < 5; i++) {
                JsonNode text = body.get("predictions").get(i);
                assertEquals(i, text.get("text_index").intValue());
                double score = text.get("predictions").get(0).get("score").doubleValue();
                assertTrue(score < last, "the fake's scores fall with the length of the text");
                last = score;
            }
        }
    }

    @Test
    void keepsNothingWhereThereIsNoCache() throws Exception {
        FakeBackend backend = backend();
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, BATCHES, TextRules.NONE, AnswerCache.none());
            server.predict("hello");
            assertFalse(ServerFixture.json(server.predict("hello"))
                    .get("from_cache")
                    .booleanValue());
            assertEquals(2, backend.batches().size());
        }
    }

    @Test
    void keepsNoFailure() throws Exception {
        FakeBackend backend = new FakeBackend(3, text -> new float[] {0, Float.NaN, 0});
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, BATCHES, TextRules.NONE, server.memoryCache(1 << 20));
            assertEquals(500, server.predict("hello").statusCode());
            assertEquals(500, server.predict("hello").statusCode());
            assertEquals(2, backend.batches().size());
        }
    }

    @Test
    void emptiesTheCacheOnTheManagementPortAlone() throws Exception {
        try (ServerFixture server = new ServerFixture(guards(Optional.empty()))) {
            server.load(backend(), BATCHES, TextRules.NONE, server.memoryCache(1 << 20));
            server.predict("hello");
            int management = management(server);

            assertEquals(
                    404, server.at(server.port(), "DELETE", "/cache?pattern=*").statusCode());
            assertEquals(
                    404,
                    server.at(server.port(), "DELETE", "/%63ache?pattern=*").statusCode());
            assertTrue(ServerFixture.json(server.predict("hello"))
                    .get("from_cache")
                    .booleanValue());

            HttpResponse<String> other = server.at(management, "DELETE", "/cache?pattern=other/*");
            assertEquals("{\"cleared\":{\"memory\":{\"entries\":0,\"complete\":true}}}", other.body());
            HttpResponse<String> cleared = server.at(management, "DELETE", "/cache?pattern=fake/*");
            assertEquals("{\"cleared\":{\"memory\":{\"entries\":1,\"complete\":true}}}", cleared.body());
            assertFalse(ServerFixture.json(server.predict("hello"))
                    .get("from_cache")
                    .booleanValue());

            HttpInterfaceTest.assertProblem(400, "\"pattern\" is missing", server.at(management, "DELETE", "/cache"));
            HttpInterfaceTest.assertProblem(
                    400, "with * and ? as wildcards", server.at(management, "DELETE", "/cache?pattern=%5Ba%5D"));
            HttpInterfaceTest.assertProblem(405, "other methods", server.at(management, "GET", "/cache"));
        }
    }

    @Test
    void keepsClientsOffTheManagementPortAndServesOperatorsThere() throws Exception {
        try (ServerFixture server = new ServerFixture(guards(Optional.empty()))) {
            server.loadClassifier();
            int management = management(server);
            for (String path : List.of("/metrics", "/health", "/health/ready", "/health/live")) {
                assertEquals(200, server.at(management, "GET", path).statusCode(), path);
                assertEquals(200, server.get(path).statusCode(), path);
            }
            assertEquals(404, server.at(management, "GET", "/info").statusCode());
            assertEquals(
                    404,
                    server.at(management, "POST", "/predict", "Content-Type", "application/json")
                            .statusCode());
            assertEquals(200, server.get("/info").statusCode());
        }
    }

    @Test
    void showsWhatUsersSentOnTheManagementPortAlone() throws Exception {
        try (ServerFixture server = new ServerFixture(guards(Optional.empty(), 3))) {
            server.loadClassifier();
            int management = management(server);
            server.predict("one");
            server.predict("of the operator", "X-Synthetic-Request", "true");
            server.post("/batch_predict", "{\"texts\": [\"two\", \"one\", \"three\"]}");
            server.post("/predict", "{\"text\": \"refused\", \"top_k\": 0}");

            HttpResponse<String> sample = server.at(management, "GET", "/sample");
            assertEquals("{\"size\":3,\"texts\":[\"one\",\"two\",\"three\"]}", sample.body());
            assertEquals("no-store", header(sample, "Cache-Control"));
            assertEquals(404, server.get("/sample").statusCode());
            assertEquals(404, server.get("/%73ample").statusCode());
            for (String path : List.of("/metrics", "/info", "/health")) {
                assertFalse(server.get(path).body().contains("three"), path);
            }
        }
    }

    @Test
    void keepsNoTextUnlessToldTo() throws Exception {
        try (ServerFixture server = new ServerFixture(guards(Optional.empty()))) {
            server.loadClassifier();
            server.predict("one");
            assertEquals(
                    "{\"size\":0,\"texts\":[]}",
                    server.at(management(server), "GET", "/sample").body());
        }
    }

    @Test
    void withoutAManagementPortNobodyEmptiesTheCache() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.loadClassifier();
            assertEquals(OptionalInt.empty(), server.http().managementPort());
            assertEquals(
                    404, server.at(server.port(), "DELETE", "/cache?pattern=*").statusCode());
        }
    }

    @Test
    void tellsAClientWhatIsLeftAndWhenToComeAgain() throws Exception {
        try (ServerFixture server = limited(2)) {
            HttpResponse<String> first = server.predict("a");
            assertEquals(200, first.statusCode());
            assertEquals("2", header(first, "X-RateLimit-Limit"));
            assertEquals("1", header(first, "X-RateLimit-Remaining"));
            assertEquals("\"default\";q=2;w=3600", header(first, "RateLimit-Policy"));
            assertTrue(header(first, "RateLimit").startsWith("\"default\";r=1;t="));
            server.predict("a");

            HttpResponse<String> third = server.predict("a");
            HttpInterfaceTest.assertProblem(429, "as many requests as you may", third);
            assertEquals(1, refused.get(), "and the metrics hear of it");
            assertEquals("0", header(third, "X-RateLimit-Remaining"));
            long wait = Long.parseLong(header(third, "Retry-After"));
            assertTrue(wait > 0 && wait <= 3600 + 300, wait + " s");
            assertTrue(Long.parseLong(header(third, "X-RateLimit-Reset")) >= wait);
        }
    }

    @Test
    void limitsWhatIsAskedOfTheModelAndNothingElse() throws Exception {
        try (ServerFixture server = limited(1)) {
            server.predict("a");
            assertEquals(429, server.predict("a").statusCode());
            assertEquals(
                    429, server.post("/batch_predict", "{\"texts\": [\"a\"]}").statusCode(), "one limit for all");
            assertEquals(429, server.post("/predict", "nonsense").statusCode(), "before anything is read");
            for (String path : List.of("/health", "/health/ready", "/health/live", "/metrics", "/info")) {
                HttpResponse<String> answer = server.get(path);
                assertEquals(200, answer.statusCode(), path);
                assertEquals("none", header(answer, "X-RateLimit-Limit"), path);
            }
            assertEquals(
                    200,
                    server.at(management(server), "DELETE", "/cache?pattern=*").statusCode());
        }
    }

    @Test
    void aMadeUpForwardedForBuysNothing() throws Exception {
        try (ServerFixture server = limited(1)) {
            assertEquals(
                    200, server.predict("a", "X-Forwarded-For", "198.51.100.1").statusCode());
            assertEquals(
                    429, server.predict("a", "X-Forwarded-For", "198.51.100.2").statusCode());
        }
    }

    @Test
    void behindATrustedProxyEachClientHasItsOwnLimit() throws Exception {
        try (ServerFixture server = limited(1, AddressRange.parse("127.0.0.0/8"))) {
            assertEquals(
                    200, server.predict("a", "X-Forwarded-For", "198.51.100.1").statusCode());
            assertEquals(
                    429,
                    server.predict("a", "X-Forwarded-For", "203.0.113.1, 198.51.100.1")
                            .statusCode());
            assertEquals(
                    200, server.predict("a", "X-Forwarded-For", "198.51.100.2").statusCode());
        }
    }

    @Test
    void anApiKeyIsAClientInEitherHeader() throws Exception {
        try (ServerFixture server = limited(1)) {
            assertEquals(200, server.predict("a", "X-API-Key", "one").statusCode());
            assertEquals(429, server.predict("a", "Authorization", "bearer one").statusCode());
            assertEquals(200, server.predict("a", "Authorization", "Bearer two").statusCode());
            assertEquals(200, server.predict("a").statusCode(), "and the address is another");
        }
    }

    @ParameterizedTest
    @CsvSource({"a sEcret, 422", "a secr et, 200", "12-34, 422", "1234, 200", "'drop table users', 200", "世界, 200"})
    void refusesWhatMatchesAPattern(String text, int status) throws Exception {
        TextRules rules = new TextRules(false, List.of(Pattern.compile("(?i)secret"), Pattern.compile("^\\d+-\\d+$")));
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend(), BATCHES, rules, AnswerCache.none());
            HttpResponse<String> answer = server.predict(text);
            assertEquals(status, answer.statusCode(), answer.body());
            if (status == 422) {
                HttpInterfaceTest.assertProblem(422, "\"text\" holds something that this server does not take", answer);
                assertTrue(server.get("/metrics").body().contains("status=\"invalid\"} 1.0"));
            }
        }
    }

    @Test
    void noPatternTakesForever() throws Exception {
        TextRules rules = new TextRules(false, List.of(Pattern.compile("(a+)+$"), Pattern.compile("(a|aa)+b")));
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend(), BATCHES, rules, AnswerCache.none());
            assertEquals(200, server.predict("a".repeat(900) + "!").statusCode());
        }
    }

    @Test
    void cleansTextsBeforeAnythingReadsThem() throws Exception {
        FakeBackend backend = backend();
        TextRules rules = new TextRules(true, List.of(Pattern.compile("secret")));
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend, BATCHES, rules, server.memoryCache(1 << 20));
            server.predict("he\\u200bllo cafe\\u0301");
            assertTrue(
                    ServerFixture.json(server.predict("hello café\\u0007"))
                            .get("from_cache")
                            .booleanValue(),
                    "before the cache");
            assertEquals(422, server.predict("se\\u200bcret").statusCode(), "before the patterns");
            HttpInterfaceTest.assertProblem(400, "invisible characters alone", server.predict("\\u200b\\u202e"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"世界", "😀 👩🏽‍🚀", "'; drop table users; --", "<script>alert(1)</script>", "null"})
    void letsOrdinaryTextOfEveryKindThroughWhenItCleans(String text) throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend(), BATCHES, new TextRules(true, List.of()), AnswerCache.none());
            assertEquals(200, server.predict(text).statusCode());
        }
    }

    @Test
    void showsWhatTheCacheDoesInItsMetrics() throws Exception {
        try (ServerFixture server = new ServerFixture()) {
            server.load(backend(), BATCHES, TextRules.NONE, server.memoryCache(1 << 20));
            server.predict("hello");
            server.predict("hello");
            String metrics = server.get("/metrics").body();
            for (String sample : List.of(
                    "model_cache_requests_total{model_name=\"fake\",result=\"hit\",revision=\"r1\",tier=\"memory\"} 1.0",
                    "model_cache_requests_total{model_name=\"fake\",result=\"miss\",revision=\"r1\",tier=\"memory\"} 1.0",
                    "model_cache_requests_total{model_name=\"fake\",result=\"error\",revision=\"r1\",tier=\"memory\"} 0.0",
                    "model_cache_entries{model_name=\"fake\",revision=\"r1\",tier=\"memory\"} 1.0",
                    "model_cache_size_bytes{model_name=\"fake\",revision=\"r1\",tier=\"memory\"} 212.0")) {
                assertTrue(metrics.contains(sample), () -> sample + " is not in\n" + metrics);
            }
        }
    }
}
