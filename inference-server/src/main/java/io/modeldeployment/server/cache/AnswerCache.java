package io.modeldeployment.server.cache;

import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.modeldeployment.server.redis.RedisLink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The outputs that were computed before, so that an equal text costs no forward pass.
 *
 * <p>Tiers are asked from the fastest to the slowest, each for what the ones before it did not have; what a slow one has is kept
 * in the faster ones. Never fails. Safe for use by several threads.
 */
public final class AnswerCache {
    private final Map<String, Tier> tiers;
    private final @Nullable CompletableFuture<String> digest;

    /**
     * What is kept of which model, and for how long.
     *
     * @param modelAndRevision {@code model/revision}
     * @param variant what besides the files changes its numbers: task and precision, of letters, digits and dashes
     * @param outputSize how many numbers it puts out
     * @param maxBytes the most memory to take; 0 for none
     * @param ttl how long an output is kept
     */
    public record Scope(String modelAndRevision, String variant, int outputSize, long maxBytes, Duration ttl) {}

    /**
     * Redis as a second tier.
     *
     * @param link the way there
     * @param modelDigest SHA-256 of the model's files, in hexadecimal digits, once it is known
     */
    public record Shared(RedisLink link, CompletableFuture<String> modelDigest) {}

    AnswerCache(Map<String, Tier> tiers, @Nullable CompletableFuture<String> digest) {
        this.tiers = new LinkedHashMap<>(tiers);
        this.digest = digest;
    }

    /** A cache that keeps nothing. */
    public static AnswerCache none() {
        return new AnswerCache(Map.of(), null);
    }

    /**
     * A cache in memory, in Redis, in both or in none.
     *
     * @param registry where its meters live
     * @param common labels of all meters of the server
     */
    public static AnswerCache of(Scope scope, Optional<Shared> shared, MeterRegistry registry, Tags common) {
        Map<String, Tier> tiers = new LinkedHashMap<>();
        if (scope.maxBytes() > 0) {
            CacheMetrics metrics = new CacheMetrics(registry, common, "memory");
            tiers.put(
                    "memory",
                    new MemoryTier(
                            scope.modelAndRevision(), scope.maxBytes(), scope.ttl(), Ticker.systemTicker(), metrics));
        }
        shared.ifPresent(redis -> tiers.put(
                "redis",
                new RedisTier(
                        redis.link(),
                        redis.modelDigest()
                                .thenApply(sha256 -> new RedisKeys(scope.modelAndRevision(), sha256, scope.variant())),
                        scope.outputSize(),
                        scope.ttl(),
                        new CacheMetrics(registry, common, "redis"))));
        return new AnswerCache(tiers, shared.map(Shared::modelDigest).orElse(null));
    }

    /** Looks texts up, each cut to so many tokens. */
    public Lookup find(List<String> texts, int maxTokens) {
        return find(texts, text -> text.getBytes(StandardCharsets.UTF_8), maxTokens);
    }

    /**
     * Looks inputs up, each cut to so many tokens.
     *
     * @param content bytes that tell an input from every other one, which are those of its UTF-8 where it is a text
     */
    public <T> Lookup find(List<T> inputs, Function<T, byte[]> content, int maxTokens) {
        if (tiers.isEmpty()) {
            return new Lookup(List.of(), Map.of(), inputs.size());
        }
        List<CacheKey> keys = inputs.stream()
                .map(input -> CacheKey.of(content.apply(input), maxTokens))
                .toList();
        Map<Integer, ModelOutput> found = new HashMap<>();
        List<Tier> asked = new ArrayList<>();
        for (Tier tier : tiers.values()) {
            Map<CacheKey, ModelOutput> fresh = ask(tier, keys, found);
            if (!fresh.isEmpty()) {
                asked.forEach(faster -> faster.put(fresh));
            }
            asked.add(tier);
        }
        return new Lookup(keys, Map.copyOf(found), inputs.size());
    }

    private static Map<CacheKey, ModelOutput> ask(Tier tier, List<CacheKey> keys, Map<Integer, ModelOutput> found) {
        List<Integer> missing = new Lookup(keys, found, keys.size()).missing();
        if (missing.isEmpty()) {
            return Map.of();
        }
        List<Optional<ModelOutput>> answers =
                tier.find(missing.stream().map(keys::get).toList());
        Map<CacheKey, ModelOutput> fresh = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            int index = missing.get(i);
            answers.get(i).ifPresent(output -> {
                found.put(index, output);
                fresh.put(keys.get(index), output);
            });
        }
        return fresh;
    }

    /** Keeps what was computed for texts that {@link #find} did not have, by their index there. */
    public void put(Lookup lookup, Map<Integer, ModelOutput> computed) {
        if (tiers.isEmpty() || computed.isEmpty()) {
            return;
        }
        Map<CacheKey, ModelOutput> fresh = new HashMap<>();
        computed.forEach((index, output) -> fresh.put(lookup.keys().get(index), output));
        tiers.values().forEach(tier -> tier.put(fresh));
    }

    /** Drops what is kept of the models that match; says for each tier how that went. */
    public Map<String, Cleared> clear(ModelGlob models) {
        Map<String, Cleared> cleared = new LinkedHashMap<>();
        tiers.forEach((name, tier) -> cleared.put(name, tier.clear(models)));
        return cleared;
    }

    /** The digest of the model's files, where it is known: only a shared cache needs it. */
    public Optional<String> modelDigest() {
        return digest != null && digest.state() == CompletableFuture.State.SUCCESS
                ? Optional.of(digest.resultNow())
                : Optional.empty();
    }
}
