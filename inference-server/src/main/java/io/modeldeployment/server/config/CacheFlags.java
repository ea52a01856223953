package io.modeldeployment.server.config;

import io.modeldeployment.server.redis.RedisEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags of the answer cache and of the Redis behind it. */
final class CacheFlags {
    private static final String PASSWORD_VARIABLE = "REDIS_PASSWORD";
    private static final long MOST_BYTES = 64L << 30;

    @Spec(Spec.Target.MIXEE)
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--cache-size",
            defaultValue = "16Mi",
            paramLabel = "BYTES",
            converter = ByteSizeConverter.class,
            description = "Memory for answers that may come again, 0 for none. Default: ${DEFAULT-VALUE}.")
    private long cacheSize;

    @Option(
            names = "--cache-ttl",
            defaultValue = "1h",
            paramLabel = "DURATION",
            converter = DurationConverter.class,
            description = "How long an answer is kept. Default: ${DEFAULT-VALUE}.")
    @SuppressWarnings("NullAway.Init")
    private Duration cacheTtl;

    @Option(
            names = "--redis",
            paramLabel = "URI",
            description =
                    "Redis that all servers share answers in: redis://[user@]host[:port][/database], rediss:// for TLS."
                            + " Its password comes from REDIS_PASSWORD or --redis-password-file. Default: none.")
    private @Nullable String redis;

    @Option(
            names = "--redis-password-file",
            paramLabel = "FILE",
            description = "File with the password of Redis, as a mounted Secret. Default: none.")
    private @Nullable Path redisPasswordFile;

    /** Most memory for the cache, in bytes. */
    long cacheSize() {
        if (cacheSize > MOST_BYTES) {
            throw wrong("--cache-size is " + cacheSize + ": write at most 64Gi");
        }
        return cacheSize;
    }

    Duration cacheTtl() {
        return cacheTtl;
    }

    /** Where Redis is, with its password. */
    Optional<RedisEndpoint> redis() {
        if (redis == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(RedisEndpoint.parse(redis).with(password()));
        } catch (IllegalArgumentException e) {
            throw wrong("--redis: " + e.getMessage());
        }
    }

    private Optional<String> password() {
        if (redisPasswordFile == null) {
            return Optional.ofNullable(System.getenv(PASSWORD_VARIABLE)).filter(text -> !text.isEmpty());
        }
        try {
            return Optional.of(Files.readString(redisPasswordFile).strip());
        } catch (IOException _) {
            throw wrong("--redis-password-file is " + redisPasswordFile + ": name a file that can be read");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
