package io.modeldeployment.server.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps outputs on the heap, bounded by the bytes they take there. */
final class MemoryTier implements Tier {
    /** Key, output, array and Caffeine's entry, counted by their fields with compact object headers, and rounded up. */
    private static final int ENTRY_BYTES = 200;

    private final String modelAndRevision;
    private final Cache<CacheKey, ModelOutput> outputs;
    private final CacheMetrics metrics;

    /**
     * @param modelAndRevision what the outputs are of
     * @param maxBytes the most memory they take together
     * @param ttl how long each is kept
     * @param ticker the clock
     */
    MemoryTier(String modelAndRevision, long maxBytes, Duration ttl, Ticker ticker, CacheMetrics metrics) {
        this.modelAndRevision = modelAndRevision;
        this.metrics = metrics;
        Counter forSize = metrics.evictions("size");
        Counter expired = metrics.evictions("expired");
        // Upkeep is a few steps a write: done by the writer, it needs no pool of threads.
        this.outputs = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((CacheKey _, ModelOutput output) -> bytes(output))
                .expireAfterWrite(ttl)
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener((_, _, cause) -> (cause == RemovalCause.EXPIRED ? expired : forSize).increment())
                .build();
        metrics.watch(outputs::estimatedSize, this::weight);
    }

    private static int bytes(ModelOutput output) {
        return ENTRY_BYTES + output.size() * Float.BYTES;
    }

    private long weight() {
        return outputs.policy()
                .eviction()
                .map(bound -> bound.weightedSize().orElse(0))
                .orElse(0L);
    }

    @Override
    public List<Optional<ModelOutput>> find(List<CacheKey> keys) {
        List<Optional<ModelOutput>> found = keys.stream()
                .map(key -> Optional.ofNullable(outputs.getIfPresent(key)))
                .toList();
        long hits = found.stream().filter(Optional::isPresent).count();
        metrics.found(hits, keys.size() - hits);
        return found;
    }

    @Override
    public void put(Map<CacheKey, ModelOutput> fresh) {
        outputs.putAll(fresh);
    }

    @Override
    public Cleared clear(ModelGlob models) {
        if (!models.matches(modelAndRevision)) {
            return new Cleared(0, true);
        }
        outputs.cleanUp();
        long entries = outputs.estimatedSize();
        outputs.invalidateAll();
        return new Cleared(entries, true);
    }
}
