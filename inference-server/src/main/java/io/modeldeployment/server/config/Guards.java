package io.modeldeployment.server.config;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.modeldeployment.server.cache.AnswerCache;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.inference.RequestStatus;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.management.ManagementPort;
import io.modeldeployment.server.model.Head;
import io.modeldeployment.server.model.ModelDigest;
import io.modeldeployment.server.model.Task;
import io.modeldeployment.server.observe.TextSample;
import io.modeldeployment.server.ratelimit.LocalRateLimiter;
import io.modeldeployment.server.ratelimit.RateLimiter;
import io.modeldeployment.server.ratelimit.RateLimiting;
import io.modeldeployment.server.ratelimit.SharedRateLimiter;
import io.modeldeployment.server.redis.RedisLink;
import io.modeldeployment.server.web.ConnectionLimits;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes cache and rate limit as the flags say; what no flag asks for is not made, and its libraries are not loaded. */
final class Guards {
    private static final Logger LOG = LoggerFactory.getLogger("modelserver");

    private final GuardOptions options;
    private final MeterRegistry registry;
    private final Tags tags;
    private final Optional<RedisLink> redis;
    private final TextSample sample;

    /**
     * @param registry where meters live
     * @param tags labels of all meters of the server
     */
    Guards(GuardOptions options, MeterRegistry registry, Tags tags) {
        this.options = options;
        this.registry = registry;
        this.tags = tags;
        this.redis = options.redis().map(endpoint -> RedisLink.open(endpoint));
        this.sample = new TextSample(options.sampleSize());
    }

    /**
     * What stands before the endpoints.
     *
     * @param connections bounds on connections
     * @param management the port for operators
     * @param rateLimit what a client may send
     * @param sample what operators may read of what clients sent
     */
    record Http(
            ConnectionLimits connections,
            ManagementPort management,
            Optional<RateLimiting> rateLimit,
            TextSample sample) {
        /** What there is when nothing is said, without a management port. */
        static Http standard() {
            return new Http(
                    ConnectionLimits.DEFAULT,
                    new ManagementPort(OptionalInt.empty()),
                    Optional.empty(),
                    new TextSample(0));
        }
    }

    /** @param requests is told of every request that is over the limit */
    Http http(RequestListener requests) {
        return new Http(
                options.connections(),
                new ManagementPort(options.managementPort()),
                options.rateLimit()
                        .map(limit -> new RateLimiting(
                                limiter(limit), limit.clients(), () -> requests.onRefused(RequestStatus.RATE_LIMITED))),
                sample);
    }

    /** Forgets what clients sent. */
    void forget() {
        sample.clear();
    }

    private RateLimiter limiter(RateLimitFlags.Options wanted) {
        RateLimiter local = new LocalRateLimiter(wanted.limit());
        if (!wanted.global()) {
            return local;
        }
        Counter fallbacks = Counter.builder("model_rate_limit_fallbacks_total")
                .description("Requests that this server counted for itself because Redis did not answer")
                .tags(tags)
                .register(registry);
        return new SharedRateLimiter(wanted.limit(), redis.orElseThrow(), local, fallbacks::increment);
    }

    /** The cache of a model that was read from that directory. */
    AnswerCache cache(ServedModel model, Path directory) {
        Task task = model.head() instanceof Head.Classifier ? Task.TEXT_CLASSIFICATION : Task.EMBEDDING;
        AnswerCache.Scope scope = new AnswerCache.Scope(
                model.name() + "/" + model.revision(),
                task.label() + "-" + model.precision().quantization().label(),
                model.outputSize(),
                options.cacheSize(),
                options.cacheTtl());
        return AnswerCache.of(
                scope, redis.map(link -> new AnswerCache.Shared(link, digest(directory))), registry, tags);
    }

    /** Reads the weights once more: beside the start, not before it. */
    private static CompletableFuture<String> digest(Path directory) {
        return CompletableFuture.supplyAsync(
                        () -> ModelDigest.of(directory),
                        task -> Thread.ofPlatform()
                                .name("model-digest")
                                .daemon()
                                .start(task))
                .whenComplete((_, failure) -> {
                    if (failure != null) {
                        LOG.warn(
                                "answers are not shared in Redis: the model's files could not be read ({})",
                                failure.getMessage());
                    }
                });
    }
}
