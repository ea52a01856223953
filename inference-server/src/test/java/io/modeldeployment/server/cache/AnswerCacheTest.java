package io.modeldeployment.server.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
    private static final int MAX_TOKENS = 20;
    private static final Duration TTL = Duration.ofHours(1);
    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final AtomicLong nanos = new AtomicLong();
    private final KeptInMap fast = new KeptInMap();
    private final KeptInMap slow = new KeptInMap();

    /** A tier that writes down what it is asked. */
    private static final class KeptInMap implements Tier {
        private final Map<CacheKey, ModelOutput> kept = new HashMap<>();
        private final List<List<CacheKey>> asked = new ArrayList<>();

        @Override
        public List<Optional<ModelOutput>> find(List<CacheKey> keys) {
            asked.add(keys);
            return keys.stream().map(key -> Optional.ofNullable(kept.get(key))).toList();
        }

        @Override
        public void put(Map<CacheKey, ModelOutput> outputs) {
            kept.putAll(outputs);
        }

        @Override
        public Cleared clear(ModelGlob models) {
            int size = kept.size();
            kept.clear();
            return new Cleared(size, true);
        }
    }

    private AnswerCache twoTiers() {
        Map<String, Tier> tiers = new LinkedHashMap<>();
        tiers.put("fast", fast);
        tiers.put("slow", slow);
        return new AnswerCache(tiers, null);
    }

    private static ModelOutput output(float number) {
        return new ModelOutput(new float[] {number}, 3);
    }

    private static CacheKey key(String text) {
        return CacheKey.of(text, MAX_TOKENS);
    }

    private MemoryTier memory(long bytes) {
        return new MemoryTier("spam/v1", bytes, TTL, nanos::get, new CacheMetrics(registry, Tags.empty(), "memory"));
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void asksEachTierForWhatTheFasterOnesDoNotHave() {
        fast.kept.put(key("b"), output(2));
        slow.kept.put(key("c"), output(3));

        Lookup lookup = twoTiers().find(List.of("a", "b", "c"), MAX_TOKENS);

        assertEquals(Map.of(1, output(2), 2, output(3)), lookup.found());
        assertEquals(List.of(0), lookup.missing());
        assertEquals(List.of(List.of(key("a"), key("c"))), slow.asked);
        assertEquals(output(3), fast.kept.get(key("c")), "what the slow tier had is near now");
    }

    @Test
    void asksNoSlowTierWhenAFasterOneHasAll() {
        fast.kept.put(key("a"), output(1));
        assertTrue(twoTiers().find(List.of("a", "a"), MAX_TOKENS).missing().isEmpty());
        assertEquals(List.of(), slow.asked);
    }

    @Test
    void keepsWhatWasComputedInEveryTier() {
        AnswerCache cache = twoTiers();
        Lookup lookup = cache.find(List.of("a", "b"), MAX_TOKENS);
        cache.put(lookup, Map.of(0, output(1), 1, output(2)));

        assertEquals(Map.of(key("a"), output(1), key("b"), output(2)), fast.kept);
        assertEquals(fast.kept, slow.kept);
        assertEquals(
                output(2),
                cache.find(List.of("b"), MAX_TOKENS).outputOr(0, Map.of()),
                "and finds it whatever the request");
    }

    @Test
    void tellsApartWhatTheModelWouldReadDifferently() {
        assertNotEquals(CacheKey.of("a", 20), CacheKey.of("a", 21));
        assertNotEquals(CacheKey.of("a", 20), CacheKey.of("a ", 20));
        assertNotEquals(CacheKey.of("a", 20), CacheKey.of("A", 20));
        assertEquals(CacheKey.of("a", 20), CacheKey.of("a", 20));
        assertEquals(
                "20:ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
                CacheKey.of("a", 20).text(),
                "the SHA-256 that sha256sum prints");
    }

    @Test
    void withoutTiersFindsNothingAndKeepsNothing() {
        AnswerCache none = AnswerCache.none();
        Lookup lookup = none.find(List.of("a", "b"), MAX_TOKENS);
        none.put(lookup, Map.of(0, output(1)));
        assertEquals(List.of(0, 1), lookup.missing());
        assertEquals(Map.of(), none.clear(ModelGlob.of("*")));
    }

    @Test
    void memoryForgetsAfterItsTime() {
        MemoryTier memory = memory(10_000);
        memory.put(Map.of(key("a"), output(1)));
        nanos.addAndGet(TTL.toNanos() - 1);
        assertTrue(memory.find(List.of(key("a"))).getFirst().isPresent());
        nanos.addAndGet(1);
        assertFalse(memory.find(List.of(key("a"))).getFirst().isPresent());
        assertEquals(1, count("model_cache_requests_total", "tier", "memory", "result", "hit"));
        assertEquals(1, count("model_cache_requests_total", "tier", "memory", "result", "miss"));
    }

    @Test
    void memoryStaysWithinItsBytes() {
        MemoryTier memory = memory(100_000);
        ModelOutput embedding = new ModelOutput(new float[384], 3);
        for (int i = 0; i < 1000; i++) {
            memory.put(Map.of(key("text " + i), embedding));
        }
        double bytes = registry.get("model_cache_size_bytes").gauge().value();
        double entries = registry.get("model_cache_entries").gauge().value();
        assertTrue(bytes <= 100_000 && bytes > 80_000, bytes + " bytes");
        assertEquals(1000 - entries, count("model_cache_evictions_total", "cause", "size"));
    }

    @Test
    void memoryIsClearedForItsOwnModelAlone() {
        MemoryTier memory = memory(10_000);
        memory.put(Map.of(key("a"), output(1), key("b"), output(2)));
        assertEquals(new Cleared(0, true), memory.clear(ModelGlob.of("spam/v2")));
        assertEquals(new Cleared(2, true), memory.clear(ModelGlob.of("spam/*")));
        assertFalse(memory.find(List.of(key("a"))).getFirst().isPresent());
    }
}
