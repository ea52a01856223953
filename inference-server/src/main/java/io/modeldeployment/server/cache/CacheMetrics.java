package io.modeldeployment.server.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.function.Supplier;

/** Counts what one tier of the cache finds, keeps and drops. */
final class CacheMetrics {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Counter hits;
    private final Counter misses;
    private final Counter errors;

    /**
     * @param registry where the meters live
     * @param common labels of all meters of the server
     * @param tier {@code memory} or {@code redis}
     */
    CacheMetrics(MeterRegistry registry, Tags common, String tier) {
        this.registry = registry;
        this.tags = common.and("tier", tier);
        this.hits = requests("hit");
        this.misses = requests("miss");
        this.errors = requests("error");
    }

    private Counter requests(String result) {
        return Counter.builder("model_cache_requests_total")
                .description(
                        "Texts looked up in the answer cache: hit, miss, or error where the tier could not be asked")
                .tags(tags.and("result", result))
                .register(registry);
    }

    void found(long hit, long missed) {
        hits.increment(hit);
        misses.increment(missed);
    }

    void failed(long texts) {
        errors.increment(texts);
    }

    /** Shows how much is kept. */
    void watch(Supplier<Number> entries, Supplier<Number> bytes) {
        Gauge.builder("model_cache_entries", entries)
                .description("Outputs kept")
                .tags(tags)
                .register(registry);
        Gauge.builder("model_cache_size_bytes", bytes)
                .description("Memory that the kept outputs take, estimated")
                .tags(tags)
                .register(registry);
    }

    /** Counts what is dropped for want of room or because its time is over. */
    Counter evictions(String cause) {
        return Counter.builder("model_cache_evictions_total")
                .description("Outputs dropped by cause: size or expired")
                .tags(tags.and("cause", cause))
                .register(registry);
    }
}
