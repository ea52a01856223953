package io.modeldeployment.server.config;

import io.modeldeployment.server.inference.TextRules;
import io.modeldeployment.server.redis.RedisEndpoint;
import io.modeldeployment.server.web.ConnectionLimits;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What shields the model from work that is not worth doing.
 *
 * @param cacheSize most memory for answers that may come again, in bytes
 * @param cacheTtl how long an answer is kept
 * @param redis where servers share what they know
 * @param rateLimit what a client may send
 * @param rules what is done to every text
 * @param connections bounds on connections
 * @param managementPort port for operators, 0 for any free one, empty for none
 * @param sampleSize texts of users that are kept for operators to read
 */
record GuardOptions(
        long cacheSize,
        Duration cacheTtl,
        Optional<RedisEndpoint> redis,
        Optional<RateLimitFlags.Options> rateLimit,
        TextRules rules,
        ConnectionLimits connections,
        OptionalInt managementPort,
        int sampleSize) {

    /** Takes them from their flags. */
    static GuardOptions of(CacheFlags cache, RateLimitFlags rateLimit, ProtectionFlags protection, int port) {
        Optional<RedisEndpoint> redis = cache.redis();
        OptionalInt management = protection.managementPort(port);
        return new GuardOptions(
                cache.cacheSize(),
                cache.cacheTtl(),
                redis,
                rateLimit.options(redis.isPresent()),
                protection.rules(),
                protection.connections(),
                management,
                protection.sampleSize(management));
    }
}
