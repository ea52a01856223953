package io.modeldeployment.server.observe.otel;

import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.batch.BatchRider;
import io.modeldeployment.server.batch.BatchRun;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.observe.RequestHead;
import io.modeldeployment.server.observe.RequestObserver;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Traces requests and batches, and sends the spans to a collector over OTLP (http/protobuf), in the background.
 *
 * <p>A batch serves several requests, so that it is a trace of its own: it links to the requests in it, and their forward spans
 * link to it. What to sample, how many spans may wait and what else the {@code OTEL_*} variables set is read by the SDK.
 */
public final class OtlpTracing implements RequestObserver, BatchListener, AutoCloseable {
    private static final long SECONDS_TO_FLUSH = 3;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private OtlpTracing(OpenTelemetrySdk sdk) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("modelserver");
    }

    /**
     * Starts it.
     *
     * @param endpoint where the collector takes traces, as {@code http://collector:4318/v1/traces}
     * @param model the served model's name, an attribute of every span's resource
     * @param revision its revision, the same
     */
    public static OtlpTracing start(String endpoint, String model, String revision) {
        Map<String, String> defaults = Map.of("otel.service.name", "modelserver");
        Map<String, String> fixed = Map.of(
                "otel.exporter.otlp.traces.endpoint", endpoint,
                "otel.exporter.otlp.traces.protocol", "http/protobuf",
                "otel.traces.exporter", "otlp",
                "otel.metrics.exporter", "none",
                "otel.logs.exporter", "none");
        Resource served = Resource.create(Attributes.builder()
                .put("modelserver.model_name", model)
                .put("modelserver.revision", revision)
                .build());
        return new OtlpTracing(AutoConfiguredOpenTelemetrySdk.builder()
                .disableShutdownHook()
                .addPropertiesSupplier(() -> defaults)
                .addPropertiesCustomizer(_ -> fixed)
                .addResourceCustomizer((resource, _) -> resource.merge(served))
                .addSamplerCustomizer((sampler, _) -> new BatchSampler(sampler))
                .build()
                .getOpenTelemetrySdk());
    }

    @Override
    public RequestListener begin(RequestHead head) {
        TraceClock clock = TraceClock.synchronised(Clock.systemUTC());
        Context parent = sdk.getPropagators().getTextMapPropagator().extract(Context.root(), head, Headers.GETTER);
        Span span = tracer.spanBuilder(head.method())
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .setStartTimestamp(clock.epochNanos(System.nanoTime()), TimeUnit.NANOSECONDS)
                .setAttribute("http.request.method", head.method())
                .setAttribute("url.path", head.path())
                .setAttribute("modelserver.request_id", head.requestId())
                .startSpan();
        return new TracedRequest(tracer, span, clock, head.method());
    }

    @Override
    public void onBatch(BatchRun run, List<BatchRider> riders) {
        List<TracedRequest> requests = riders.stream()
                .filter(TracedRequest.class::isInstance)
                .map(TracedRequest.class::cast)
                .toList();
        if (!requests.isEmpty()) {
            SpanContext batch = record(run, requests);
            requests.forEach(request -> request.onBatch(run, batch));
        }
    }

    private SpanContext record(BatchRun run, List<TracedRequest> requests) {
        TraceClock clock = requests.getFirst().clock();
        SpanBuilder builder = tracer.spanBuilder("batch")
                .setNoParent()
                .setStartTimestamp(clock.epochNanos(run.startNanos()), TimeUnit.NANOSECONDS)
                .setAttribute("modelserver.texts", (long) run.texts())
                .setAttribute("modelserver.tokens", (long) run.tokens());
        requests.forEach(request -> builder.addLink(request.spanContext()));
        Span span = builder.startSpan();
        if (run.failure() != null) {
            span.setStatus(StatusCode.ERROR, run.failure().getClass().getSimpleName());
        }
        span.end(clock.epochNanos(run.endNanos()), TimeUnit.NANOSECONDS);
        return span.getSpanContext();
    }

    /** Sends what is left, for at most 3 s. */
    @Override
    public void close() {
        sdk.shutdown().join(SECONDS_TO_FLUSH, TimeUnit.SECONDS);
    }

    /** Shows the headers of a request to the propagator. */
    private enum Headers implements TextMapGetter<RequestHead> {
        GETTER;

        @Override
        public Iterable<String> keys(RequestHead head) {
            return List.of();
        }

        @Override
        public @Nullable String get(@Nullable RequestHead head, String name) {
            return head == null ? null : head.headers().get(name);
        }
    }
}
