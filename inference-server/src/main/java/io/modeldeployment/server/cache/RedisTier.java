package io.modeldeployment.server.cache;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.KeyValue;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.SetArgs;
import io.modeldeployment.server.redis.RedisLink;
import io.modeldeployment.server.redis.RedisUnavailableException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Keeps outputs in Redis, where all servers of a model find them.
 *
 * <p>Reading is one MGET for all texts of a request; writing waits for nothing. Nothing is read or written before the digest of
 * the model's files is known.
 */
final class RedisTier implements Tier {
    private static final int SCAN_COUNT = 500;
    private static final Duration SCAN_PATIENCE = Duration.ofSeconds(2);
    /** The longest a clearing takes; what is left then expires by itself. */
    private static final Duration CLEAR_TIME = Duration.ofSeconds(10);

    private static final Optional<ModelOutput> NOTHING = Optional.empty();

    private final RedisLink link;
    private final CompletableFuture<RedisKeys> keys;
    private final int outputSize;
    private final Duration ttl;
    private final CacheMetrics metrics;

    /**
     * @param link the way to Redis
     * @param keys the names of outputs, once they are known
     * @param outputSize how many numbers the model puts out
     * @param ttl how long each output is kept
     */
    RedisTier(RedisLink link, CompletableFuture<RedisKeys> keys, int outputSize, Duration ttl, CacheMetrics metrics) {
        this.link = link;
        this.keys = keys;
        this.outputSize = outputSize;
        this.ttl = ttl;
        this.metrics = metrics;
    }

    private Optional<RedisKeys> names() {
        return keys.state() == CompletableFuture.State.SUCCESS ? Optional.of(keys.resultNow()) : Optional.empty();
    }

    @Override
    public List<Optional<ModelOutput>> find(List<CacheKey> wanted) {
        Optional<RedisKeys> names = names();
        if (names.isEmpty()) {
            return nothing(wanted.size());
        }
        byte[][] keys = wanted.stream().map(names.get()::of).toArray(byte[][]::new);
        try {
            return decoded(link.ask(redis -> redis.async().mget(keys)));
        } catch (RedisUnavailableException _) {
            metrics.failed(wanted.size());
            return nothing(wanted.size());
        }
    }

    private List<Optional<ModelOutput>> decoded(List<KeyValue<byte[], byte[]>> values) {
        List<Optional<ModelOutput>> found = values.stream()
                .map(value -> value.hasValue() ? OutputCodec.decode(value.getValue(), outputSize) : NOTHING)
                .toList();
        long present = values.stream().filter(KeyValue::hasValue).count();
        long hits = found.stream().filter(Optional::isPresent).count();
        metrics.found(hits, values.size() - present);
        metrics.failed(present - hits);
        return found;
    }

    private static List<Optional<ModelOutput>> nothing(int size) {
        return Collections.nCopies(size, NOTHING);
    }

    @Override
    public void put(Map<CacheKey, ModelOutput> fresh) {
        names().ifPresent(names -> fresh.forEach((key, output) -> link.send(
                redis -> redis.async().set(names.of(key), OutputCodec.encode(output), SetArgs.Builder.px(ttl)))));
    }

    @Override
    public Cleared clear(ModelGlob models) {
        ScanArgs scan = ScanArgs.Builder.matches(RedisKeys.scanPattern(models)).limit(SCAN_COUNT);
        long end = System.nanoTime() + CLEAR_TIME.toNanos();
        long dropped = 0;
        ScanCursor cursor = ScanCursor.INITIAL;
        try {
            while (!cursor.isFinished()) {
                if (System.nanoTime() - end > 0) {
                    return new Cleared(dropped, false);
                }
                ScanCursor from = cursor;
                KeyScanCursor<byte[]> page = link.ask(redis -> redis.async().scan(from, scan), SCAN_PATIENCE);
                dropped += unlink(page.getKeys(), models);
                cursor = page;
            }
            return new Cleared(dropped, true);
        } catch (RedisUnavailableException _) {
            return new Cleared(dropped, false);
        }
    }

    private long unlink(List<byte[]> candidates, ModelGlob models) {
        byte[][] chosen = candidates.stream()
                .filter(key -> RedisKeys.model(key).filter(models::matches).isPresent())
                .toArray(byte[][]::new);
        return chosen.length == 0 ? 0 : link.ask(redis -> redis.async().unlink(chosen), SCAN_PATIENCE);
    }
}
