package io.modeldeployment.server.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.modeldeployment.server.backend.BackendException;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.batch.BatcherClosedException;
import io.modeldeployment.server.batch.NonFiniteOutputException;
import io.modeldeployment.server.batch.QueueTimeoutException;
import io.modeldeployment.server.gpu.GpuReader;
import io.modeldeployment.server.scoring.Agreement;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Counts and times what the server does, under the names that dashboards and rollout analysis rely on. Safe for use by several
 * threads.
 *
 * <p>Meters are looked up once, at construction: nothing is built or searched for while a request waits.
 */
public final class ServerMetrics implements BatchListener, RequestListener {
    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<RequestStatus, Counter> requests;
    private final Map<FailureReason, Counter> failures;
    private final Map<String, Counter> labels = new ConcurrentHashMap<>();
    private final Counter coalesced;
    private final Timer computed;
    private final Timer fromCache;
    private final RequestListener synthetic;
    private final Timer tokenization;
    private final Timer queueing;
    private final Timer forward;
    private final DistributionSummary batchTexts;
    private final DistributionSummary batchTokens;

    /**
     * @param registry where the meters live
     * @param model the label {@code model_name}
     * @param revision the label {@code revision}
     */
    public ServerMetrics(MeterRegistry registry, String model, String revision) {
        this.registry = registry;
        this.tags = Tags.of("model_name", model, "revision", revision);
        Duration[] latency = HistogramBuckets.latency();
        this.computed = duration(false, latency);
        this.fromCache = duration(true, latency);
        this.tokenization = timer(
                "model_tokenization_duration_seconds",
                "Time to tokenize the texts of a request",
                tags,
                HistogramBuckets.tokenization());
        this.queueing = timer("model_queue_duration_seconds", "Time a text waited for a worker", tags, latency);
        this.forward = timer("model_inference_duration_seconds", "Time of one forward pass", tags, latency);
        this.batchTexts = summary("model_batch_texts", "Texts in a forward pass", HistogramBuckets.texts());
        this.batchTokens = summary("model_batch_tokens", "Tokens in a forward pass", HistogramBuckets.tokens());
        // Counters exist from the start, so that a rate over them is 0 and not absent.
        this.requests = counters(RequestStatus.class, this::requests);
        this.failures = counters(FailureReason.class, this::failures);
        this.coalesced = Counter.builder("model_coalesced_texts_total")
                .description("Texts that were not computed because an equal one was under way")
                .tags(tags)
                .register(registry);
        Counter asked = Counter.builder("model_synthetic_requests_total")
                .description("Requests of the operator, answered or failed; counted nowhere else")
                .tags(tags)
                .register(registry);
        this.synthetic = new RequestListener() {
            @Override
            public void onAnswers(List<Answer> answers, Duration took) {
                asked.increment();
            }

            @Override
            public void onFailed(Throwable failure, Duration took) {
                asked.increment();
            }
        };
        memory("rss", () -> ResidentMemory.bytes("VmRSS"));
        memory("vms", () -> ResidentMemory.bytes("VmSize"));
    }

    private Timer duration(boolean fromCache, Duration[] buckets) {
        return timer(
                "model_prediction_duration_seconds",
                "Time of an answered request; from_cache: no text of it was computed",
                tags.and("from_cache", Boolean.toString(fromCache)),
                buckets);
    }

    private Timer timer(String name, String help, Tags tagged, Duration[] buckets) {
        return Timer.builder(name)
                .description(help)
                .tags(tagged)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private DistributionSummary summary(String name, String help, double[] buckets) {
        return DistributionSummary.builder(name)
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private static <E extends Enum<E>> Map<E, Counter> counters(Class<E> type, Function<E, Counter> counter) {
        return Arrays.stream(type.getEnumConstants())
                .collect(Collectors.toMap(Function.identity(), counter, (a, _) -> a, () -> new EnumMap<>(type)));
    }

    private Counter requests(RequestStatus status) {
        return Counter.builder("model_predictions_total")
                .description("Requests by outcome")
                .tags(tags.and("status", status.label()))
                .register(registry);
    }

    private Counter failures(FailureReason reason) {
        return Counter.builder("model_prediction_failures_total")
                .description("Failures of the server by reason")
                .tags(tags.and("reason", reason.label()))
                .register(registry);
    }

    private Counter labels(String label) {
        return Counter.builder("model_predicted_labels_total")
                .description("Texts by their most probable label")
                .tags(tags.and("label", label))
                .register(registry);
    }

    private void memory(String type, DoubleSupplier bytes) {
        Gauge.builder("model_memory_usage_bytes", bytes::getAsDouble)
                .description("Memory of the server's process, or of a GPU it computes on")
                .tags(tags.and("memory_type", type))
                .register(registry);
    }

    /** Follows requests that are not of users: the operator's questions must not colour what it judges by. */
    RequestListener synthetic() {
        return synthetic;
    }

    /** Shows the queue of that batcher. */
    public void watch(Batcher batcher) {
        Gauge.builder("model_queue_size", batcher, Batcher::queuedTexts)
                .description("Texts that wait")
                .tags(tags)
                .register(registry);
        Gauge.builder("model_queue_tokens", batcher, Batcher::queuedTokens)
                .description("Tokens that wait")
                .tags(tags)
                .register(registry);
    }

    /** Shows how the answers of a quantised model compared with float32 at start. */
    public void watch(Agreement agreement) {
        agreement("share", agreement.share());
        agreement("worst", agreement.worst());
    }

    private void agreement(String measure, double value) {
        Gauge.builder("model_quantization_agreement", () -> value)
                .description("How the quantised model's answers compared with float32 at start, at most 1")
                .tags(tags.and("measure", measure))
                .register(registry);
    }

    /** Shows those GPUs; each is asked when the metrics are read. What a GPU does not tell is not shown. */
    public void watch(GpuReader gpus) {
        for (int i = 0; i < gpus.count(); i++) {
            int gpu = i;
            if (!Double.isNaN(gpus.utilization(gpu))) {
                Gauge.builder("model_gpu_usage_percent", () -> gpus.utilization(gpu))
                        .description("Share of the last moment in which the GPU computed")
                        .tags(tags.and("gpu_id", Integer.toString(gpu)))
                        .register(registry);
            }
            if (!Double.isNaN(gpus.usedBytes(gpu))) {
                memory("gpu_" + gpu, () -> gpus.usedBytes(gpu));
                Gauge.builder("model_gpu_memory_total_bytes", () -> gpus.totalBytes(gpu))
                        .description("Memory the GPU has")
                        .tags(tags.and("gpu_id", Integer.toString(gpu)))
                        .register(registry);
            }
        }
    }

    @Override
    public void onRefused(RequestStatus status) {
        count(requests, status);
    }

    @Override
    public void onTokenized(Tokenized tokenized, Duration took) {
        tokenization.record(took);
    }

    @Override
    public void onAnswers(List<Answer> answers, Duration took) {
        (answers.stream().allMatch(Answer::fromCache) ? fromCache : computed).record(took);
        count(requests, RequestStatus.SUCCESS);
        for (Answer answer : answers) {
            if (answer instanceof Answer.Classification said) {
                String best = said.labels().getFirst().label();
                labels.computeIfAbsent(best, this::labels).increment();
            }
        }
    }

    @Override
    public void onFailed(Throwable failure, Duration took) {
        RequestStatus status = RequestStatus.of(failure);
        count(requests, status);
        switch (failure) {
            case BackendException _, NonFiniteOutputException _ -> {
                // Counted with the forward pass, which several requests may have shared.
            }
            case QueueTimeoutException _ -> count(failures, FailureReason.QUEUE_TIMEOUT);
            case BatcherClosedException _ -> count(failures, FailureReason.GOING_DOWN);
            default -> {
                if (status == RequestStatus.ERROR) {
                    count(failures, FailureReason.INTERNAL);
                }
            }
        }
    }

    @Override
    public void onDequeued(Duration waited) {
        queueing.record(waited);
    }

    @Override
    public void onCoalesced(int texts) {
        coalesced.increment(texts);
    }

    @Override
    public void onForward(int texts, int tokens, Duration took) {
        forward.record(took);
        batchTexts.record(texts);
        batchTokens.record(tokens);
    }

    @Override
    public void onForwardFailed(RuntimeException failure) {
        count(failures, failure instanceof NonFiniteOutputException ? FailureReason.NOT_FINITE : FailureReason.ENGINE);
    }

    private static <E extends Enum<E>> void count(Map<E, Counter> counters, E what) {
        Counter counter = counters.get(what);
        if (counter != null) {
            counter.increment();
        }
    }
}
