package io.modeldeployment.server.inference;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.Batcher;
import io.modeldeployment.server.batch.NonFiniteOutputException;
import io.modeldeployment.server.batch.QueueFullException;
import io.modeldeployment.server.batch.QueueTimeoutException;
import java.time.Duration;
import java.util.List;

/** Counts and times what the server does, under the names that dashboards and rollout analysis rely on. */
public final class ServerMetrics implements BatchListener {
    private static final Duration[] LATENCY_BUCKETS =
            List.of(5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000).stream()
                    .map(Duration::ofMillis)
                    .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final Tags tags;
    private final Timer duration;
    private final Timer tokenization;
    private final Timer queueing;
    private final Timer forward;
    private final DistributionSummary batchTexts;
    private final DistributionSummary batchTokens;

    /** A piece of work that ends with answers. */
    interface Work {
        List<Answer> run() throws InterruptedException;
    }

    /**
     * @param registry where the meters live
     * @param model the label {@code model_name}
     * @param revision the label {@code revision}
     */
    public ServerMetrics(MeterRegistry registry, String model, String revision) {
        this.registry = registry;
        this.tags = Tags.of("model_name", model, "revision", revision);
        this.duration = timer("model_prediction_duration_seconds", "Time from a checked request to its answer");
        this.tokenization = timer("model_tokenization_duration_seconds", "Time to tokenize the texts of a request");
        this.queueing = timer("model_queue_duration_seconds", "Time a text waited for a worker");
        this.forward = timer("model_inference_duration_seconds", "Time of one forward pass");
        this.batchTexts = summary("model_batch_texts", "Texts in a forward pass", 1, 2, 4, 8, 16, 32, 64);
        this.batchTokens = summary("model_batch_tokens", "Tokens in a forward pass", 16, 32, 64, 128, 256, 512, 1024);
        // Counters exist from the start, so that a rate over them is 0 and not absent.
        List.of("success", "error", "rejected", "invalid").forEach(this::predictions);
        memory("rss", "VmRSS");
        memory("vms", "VmSize");
    }

    private Timer timer(String name, String help) {
        return Timer.builder(name)
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(LATENCY_BUCKETS)
                .register(registry);
    }

    private DistributionSummary summary(String name, String help, double... buckets) {
        return DistributionSummary.builder(name)
                .description(help)
                .tags(tags)
                .serviceLevelObjectives(buckets)
                .register(registry);
    }

    private void memory(String type, String field) {
        Gauge.builder("model_memory_usage_bytes", () -> ResidentMemory.bytes(field))
                .description("Memory of the server's process")
                .tags(tags.and("memory_type", type))
                .register(registry);
    }

    private Counter predictions(String status) {
        return Counter.builder("model_predictions_total")
                .description("Requests by outcome: success, error, rejected (queue full) or invalid (refused input)")
                .tags(tags.and("status", status))
                .register(registry);
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

    /** Counts and times one request. */
    List<Answer> measured(Work work) throws InterruptedException {
        long start = System.nanoTime();
        String status = "error";
        try {
            List<Answer> answers = work.run();
            status = "success";
            duration.record(Duration.ofNanos(System.nanoTime() - start));
            return answers;
        } catch (InvalidInputException e) {
            status = "invalid";
            throw e;
        } catch (QueueFullException e) {
            status = "rejected";
            throw e;
        } catch (QueueTimeoutException e) {
            failure("queue_timeout");
            throw e;
        } finally {
            predictions(status).increment();
        }
    }

    /** Counts the best label of each classified text. */
    void onAnswers(List<Answer> answers) {
        for (Answer answer : answers) {
            if (answer instanceof Answer.Classification classification) {
                Counter.builder("model_predicted_labels_total")
                        .description("Texts by their most probable label")
                        .tags(tags.and(
                                "label", classification.labels().getFirst().label()))
                        .register(registry)
                        .increment();
            }
        }
    }

    void onTokenized(long nanos) {
        tokenization.record(Duration.ofNanos(nanos));
    }

    @Override
    public void onDequeued(Duration waited) {
        queueing.record(waited);
    }

    @Override
    public void onForward(int texts, int tokens, Duration took) {
        forward.record(took);
        batchTexts.record(texts);
        batchTokens.record(tokens);
    }

    @Override
    public void onForwardFailed(RuntimeException failure) {
        failure(failure instanceof NonFiniteOutputException ? "not_finite" : "engine");
    }

    private void failure(String reason) {
        Counter.builder("model_prediction_failures_total")
                .description("Failures of the server by reason")
                .tags(tags.and(Tag.of("reason", reason)))
                .register(registry)
                .increment();
    }
}
