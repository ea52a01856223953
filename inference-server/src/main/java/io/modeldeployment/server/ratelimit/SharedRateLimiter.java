package io.modeldeployment.server.ratelimit;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import io.github.bucket4j.distributed.proxy.ClientSideConfig;
import io.github.bucket4j.redis.lettuce.cas.LettuceBasedProxyManager;
import io.lettuce.core.api.StatefulRedisConnection;
import io.modeldeployment.server.redis.RedisLink;
import io.modeldeployment.server.redis.RedisUnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Counts for all servers together, in Redis. Where Redis does not answer, this server counts for itself, so that a client may then
 * send the limit to each server. The servers' clocks are taken to agree.
 */
public final class SharedRateLimiter implements RateLimiter {
    private static final String SPACE = "modelserver:rate:1:";
    private static final Duration KEPT_LONGER = Duration.ofSeconds(10);

    private final RateLimit limit;
    private final BucketConfiguration configuration;
    private final RedisLink link;
    private final RateLimiter fallback;
    private final Runnable onFallback;

    /**
     * @param limit what each client may send
     * @param link the way to Redis
     * @param fallback counts where Redis does not
     * @param onFallback is told when it does
     */
    public SharedRateLimiter(RateLimit limit, RedisLink link, RateLimiter fallback, Runnable onFallback) {
        this.limit = limit;
        this.configuration = limit.configuration();
        this.link = link;
        this.fallback = fallback;
        this.onFallback = onFallback;
    }

    @Override
    public RateDecision admit(String client) {
        byte[] key = (SPACE + limit.requests() + ":" + limit.window().toSeconds() + ":" + client)
                .getBytes(StandardCharsets.UTF_8);
        try {
            return RateDecision.of(link.ask(redis -> consume(redis, key)), limit);
        } catch (RedisUnavailableException _) {
            onFallback.run();
            return fallback.admit(client);
        }
    }

    private CompletionStage<ConsumptionProbe> consume(StatefulRedisConnection<byte[], byte[]> redis, byte[] key) {
        AsyncProxyManager<byte[]> buckets = LettuceBasedProxyManager.builderFor(redis)
                .withClientSideConfig(ClientSideConfig.getDefault().withClientClock(TimeMeter.SYSTEM_MILLISECONDS))
                .withExpirationStrategy(ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(KEPT_LONGER))
                .build()
                .asAsync();
        return buckets.builder()
                .build(key, () -> CompletableFuture.completedFuture(configuration))
                .tryConsumeAndReturnRemaining(1);
    }
}
