package io.modeldeployment.server.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;

/** Counts within this server. The clients it remembers are bounded: the ones not seen for longest are forgotten first. */
public final class LocalRateLimiter implements RateLimiter {
    /** At about 600 bytes each. */
    private static final int MAX_CLIENTS = 20_000;

    private final RateLimit limit;
    private final BucketConfiguration configuration;
    private final TimeMeter clock;
    private final Cache<String, Bucket> buckets;

    /** @param limit what each client may send */
    public LocalRateLimiter(RateLimit limit) {
        this(limit, TimeMeter.SYSTEM_MILLISECONDS);
    }

    /** @param clock a wall clock */
    LocalRateLimiter(RateLimit limit, TimeMeter clock) {
        this.limit = limit;
        this.configuration = limit.configuration();
        this.clock = clock;
        Duration forgetAfter = limit.window().multipliedBy(2);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_CLIENTS)
                .expireAfterAccess(forgetAfter)
                .executor(Runnable::run)
                .build();
    }

    @Override
    public RateDecision admit(String client) {
        Bucket bucket = buckets.get(client, _ -> newBucket());
        return RateDecision.of(bucket.tryConsumeAndReturnRemaining(1), limit);
    }

    private Bucket newBucket() {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
        for (var bandwidth : configuration.getBandwidths()) {
            builder.addLimit(bandwidth);
        }
        return builder.build();
    }
}
