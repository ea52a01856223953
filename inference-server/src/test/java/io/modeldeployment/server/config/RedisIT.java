package io.modeldeployment.server.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.micrometer.core.instrument.Tags;
import io.modeldeployment.server.batch.BatchLimits;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.fixture.FakeBackend;
import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.observe.TextSample;
import io.modeldeployment.server.ratelimit.ClientKeys;
import io.modeldeployment.server.ratelimit.LocalRateLimiter;
import io.modeldeployment.server.ratelimit.RateLimit;
import io.modeldeployment.server.ratelimit.RateLimiter;
import io.modeldeployment.server.ratelimit.RateLimiting;
import io.modeldeployment.server.ratelimit.SharedRateLimiter;
import io.modeldeployment.server.redis.RedisLink;
import io.modeldeployment.server.redis.RedisServer;
import io.modeldeployment.server.web.ConnectionLimits;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** Servers that share a real Redis: what one computed the others find, and none of them needs it. */
@Timeout(240)
class RedisIT {
    private static final BatchLimits BATCHES = new BatchLimits(1, 64, 64, 1000, Duration.ofSeconds(30));
    private static final Duration LONG = Duration.ofHours(1);

    private final List<Node> nodes = new ArrayList<>();
    private RedisServer redis;

    /** One server with a way of its own to Redis. */
    private final class Node implements AutoCloseable {
        private final FakeBackend backend = new FakeBackend(3, text -> new float[] {0, 0, 10f / text.length()});
        private final RedisLink link = RedisLink.open(redis.endpoint());
        private final AtomicInteger late = new AtomicInteger();
        private final ServerFixture server;

        Node(String digest, Duration ttl, long memory) {
            this(digest, ttl, memory, Optional.empty());
        }

        Node(String digest, Duration ttl, long memory, Optional<RateLimit> limit) {
            Optional<RateLimiting> limiting =
                    limit.map(wanted -> new RateLimiting(shared(wanted), new ClientKeys(true, List.of()), () -> {}));
            server = new ServerFixture(new Guards.Http(
                    ConnectionLimits.DEFAULT, new ManagementPort(OptionalInt.of(0)), limiting, new TextSample(0)));
            AnswerCache.Scope scope = new AnswerCache.Scope("fake/r1", "test", 3, memory, ttl);
            AnswerCache.Shared shared =
                    new AnswerCache.Shared(link, CompletableFuture.completedFuture(digest.repeat(32)));
            server.load(
                    backend,
                    BATCHES,
                    TextRules.NONE,
                    AnswerCache.of(scope, Optional.of(shared), server.registry(), Tags.empty()));
            nodes.add(this);
        }

        private RateLimiter shared(RateLimit limit) {
            return new SharedRateLimiter(limit, link, new LocalRateLimiter(limit), late::incrementAndGet);
        }

        JsonNode ask(String text) throws Exception {
            HttpResponse<String> answer = server.predict(text);
            assertEquals(200, answer.statusCode(), answer.body());
            return ServerFixture.json(answer);
        }

        boolean knows(String text) throws Exception {
            return ask(text).get("from_cache").booleanValue();
        }

        double counted(String result) {
            return server.registry()
                    .get("model_cache_requests_total")
                    .tags("tier", "redis", "result", result)
                    .counter()
                    .count();
        }

        @Override
        public void close() {
            server.close();
            link.close();
        }
    }

    @BeforeEach
    void startRedis() throws Exception {
        Assumptions.assumeTrue(RedisServer.isInstalled(), "apt-get install redis-server");
        redis = RedisServer.start();
    }

    @AfterEach
    void stopEverything() throws Exception {
        nodes.forEach(Node::close);
        if (redis != null) {
            redis.close();
        }
    }

    private Node node() {
        return new Node("aa", LONG, 0);
    }

    private <T> T inRedis(Function<RedisCommands<String, String>, T> question) {
        RedisURI uri = RedisURI.create(redis.uri());
        uri.setCredentialsProvider(RedisCredentialsProvider.from(() -> RedisCredentials.just(null, redis.password())));
        try (RedisClient client = RedisClient.create(uri);
                var connection = client.connect()) {
            return question.apply(connection.sync());
        }
    }

    private static void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            Thread.sleep(10);
        }
    }

    @Test
    void oneServerFindsWhatAnotherComputed() throws Exception {
        Node first = node();
        Node second = node();
        await(() -> first.knows("hello"));

        JsonNode found = second.ask("hello");

        assertTrue(found.get("from_cache").booleanValue());
        assertEquals(first.ask("hello").get("predictions"), found.get("predictions"));
        assertEquals(0, second.backend.batches().size(), "and computes nothing");
        assertFalse(second.ask("other").get("from_cache").booleanValue());
        assertTrue(second.counted("hit") >= 1 && second.counted("miss") >= 1);
    }

    @Test
    void aHitInRedisIsNearTheNextTime() throws Exception {
        Node first = node();
        await(() -> first.knows("hello"));
        Node second = new Node("aa", LONG, 1 << 20);
        assertTrue(second.knows("hello"));
        redis.kill();
        assertTrue(second.knows("hello"));
    }

    @Test
    void serversOfOtherFilesFindNothing() throws Exception {
        Node first = node();
        await(() -> first.knows("hello"));
        assertFalse(new Node("bb", LONG, 0).knows("hello"));
    }

    @Test
    void redisHoldsNoTextAndForgetsInTime() throws Exception {
        Node node = new Node("aa", Duration.ofSeconds(100), 0);
        await(() -> node.knows("my secret"));
        List<String> keys = inRedis(commands -> commands.keys("*"));
        assertEquals(1, keys.size());
        assertTrue(
                keys.getFirst().startsWith("modelserver:output:1:fake/r1:" + "aa".repeat(16) + ":test:20:"),
                keys.toString());
        long left = inRedis(commands -> commands.pttl(keys.getFirst()));
        assertTrue(left > 0 && left <= 100_000, left + " ms");

        Node hasty = new Node("cc", Duration.ofMillis(200), 0);
        await(() -> hasty.knows("hello"));
        await(() -> inRedis(commands -> commands.keys("*cccc*")).isEmpty());
    }

    @Test
    void clearingDropsWhatMatchesForAllServers() throws Exception {
        Node first = node();
        Node second = node();
        inRedis(commands -> commands.set("modelserver:output:1:other/r1:dd:test:20:00", "x"));
        inRedis(commands -> commands.set("somebody:else", "x"));
        for (int i = 0; i < 30; i++) {
            String text = "text " + i;
            await(() -> first.knows(text));
        }
        int management = first.server.http().managementPort().orElseThrow();

        HttpResponse<String> cleared = first.server.at(management, "DELETE", "/cache?pattern=fake/*");

        assertEquals("{\"cleared\":{\"redis\":{\"entries\":30,\"complete\":true}}}", cleared.body());
        assertEquals(2L, inRedis(RedisCommands::dbsize).longValue());
        assertFalse(second.knows("text 3"));
        HttpResponse<String> none = first.server.at(management, "DELETE", "/cache?pattern=nothing/*");
        assertEquals("{\"cleared\":{\"redis\":{\"entries\":0,\"complete\":true}}}", none.body());
    }

    @Test
    void garbageInRedisIsAMissAndIsReplaced() throws Exception {
        Node node = node();
        await(() -> node.knows("hello"));
        String key = inRedis(commands -> commands.keys("*")).getFirst();
        inRedis(commands -> commands.set(key, "garbage"));
        double errors = node.counted("error");

        assertFalse(node.knows("hello"));
        assertEquals(errors + 1, node.counted("error"));
        await(() -> node.knows("hello"));

        inRedis(commands -> commands.del(key));
        inRedis(commands -> commands.lpush(key, "of another type"));
        assertFalse(node.knows("hello"), "nothing is thrown either");
    }

    @Test
    void startsAndAnswersWithoutItsRedis() throws Exception {
        redis.kill();
        Node node = node();
        for (int i = 0; i < 20; i++) {
            assertFalse(node.knows("hello"));
        }
        assertTrue(node.counted("error") >= 20);
        HttpResponse<String> cleared =
                node.server.at(node.server.http().managementPort().orElseThrow(), "DELETE", "/cache?pattern=*");
        assertEquals("{\"cleared\":{\"redis\":{\"entries\":0,\"complete\":false}}}", cleared.body());
        redis.startAgain();
        await(() -> node.knows("hello"));
    }

    @Test
    void nothingFailsWhileRedisIsKilledFrozenAndStartedUnderLoad() throws Exception {
        Node node = node();
        await(() -> node.knows("warm"));
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger hits = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> running = new ArrayList<>();
            for (int client = 0; client < 8; client++) {
                int own = client;
                running.add(clients.submit(() -> {
                    int failed = 0;
                    for (int i = 0; !over.get(); i++) {
                        HttpResponse<String> answer = node.server.predict("client " + own + " text " + i % 50);
                        failed += answer.statusCode() == 200 ? 0 : 1;
                        hits.addAndGet(answer.body().contains("\"from_cache\":true") ? 1 : 0);
                        answered.incrementAndGet();
                    }
                    return failed;
                }));
            }
            for (int round = 0; round < 3; round++) {
                awaitMore(answered, 400);
                redis.kill();
                awaitMore(answered, 400);
                redis.startAgain();
                awaitMore(hits, 400);
                redis.freeze();
                awaitMore(answered, 400);
                redis.thaw();
                awaitMore(hits, 400);
            }
            over.set(true);
            for (Future<Integer> client : running) {
                assertEquals(0, client.get(), "failed requests");
            }
        }
        assertTrue(node.counted("error") > 0);
        assertTrue(node.server.get("/metrics").body().contains("status=\"error\"} 0.0"));
    }

    private static void awaitMore(AtomicInteger count, int more) throws Exception {
        int now = count.get();
        await(() -> count.get() >= now + more);
    }

    @Test
    void aFrozenRedisIsLeftOutAfterAFewRequests() throws Exception {
        Node node = node();
        await(() -> node.knows("warm"));
        long before = lookups();
        redis.freeze();
        for (int i = 0; i < 200; i++) {
            node.ask("text " + i);
        }
        redis.thaw();
        await(() -> node.knows("warm"));
        long asked = lookups() - before;
        assertTrue(asked < 100, "200 requests, and Redis was asked " + asked + " times");
    }

    /** How often Redis was asked for outputs, what was asked while it stood still included. */
    private long lookups() {
        Matcher calls = Pattern.compile("cmdstat_mget:calls=(\\d+)")
                .matcher(inRedis(commands -> commands.info("commandstats")));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    @Test
    void serversCountAClientTogetherAndEachForItselfWithoutRedis() throws Exception {
        RateLimit limit = new RateLimit(10, Duration.ofHours(1));
        Node first = new Node("aa", LONG, 0, Optional.of(limit));
        Node second = new Node("aa", LONG, 0, Optional.of(limit));
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            statuses.add((i % 2 == 0 ? first : second).server.predict("a").statusCode());
        }
        assertEquals(10, statuses.stream().filter(status -> status == 200).count(), statuses.toString());
        assertEquals(429, statuses.getLast());

        redis.kill();
        int allowed = 0;
        for (int i = 0; i < 24; i++) {
            allowed += first.server.predict("a").statusCode() == 200 ? 1 : 0;
        }
        assertEquals(10, allowed, "a limit of its own");
    }

    @Test
    void neverLetsMoreThanTheLimitPassOverSeveralServersAtOnce() throws Exception {
        RateLimit limit = new RateLimit(50, Duration.ofHours(1));
        List<Node> both =
                List.of(new Node("aa", LONG, 0, Optional.of(limit)), new Node("aa", LONG, 0, Optional.of(limit)));
        for (Node node : both) {
            node.link.ask(connection -> connection.async().ping(), Duration.ofSeconds(10));
        }
        AtomicInteger allowed = new AtomicInteger();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 4; i++) {
                Node node = both.get(i % 2);
                clients.submit(() -> {
                    for (int n = 0; n < 40; n++) {
                        allowed.addAndGet(node.server.predict("a").statusCode() == 200 ? 1 : 0);
                    }
                    return null;
                });
            }
        }
        // On a busy machine Redis may answer later than a server waits for it, which then counts that request by
        // itself.
        int late = both.stream().mapToInt(node -> node.late.get()).sum();
        assertTrue(Math.abs(allowed.get() - 50) <= late, () -> allowed + " passed, and " + late + " answers came late");
    }
}
