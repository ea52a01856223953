package io.modeldeployment.server.observe.otel;

import io.modeldeployment.server.batch.BatchRider;
import io.modeldeployment.server.batch.BatchRun;
import io.modeldeployment.server.inference.Answer;
import io.modeldeployment.server.inference.RequestListener;
import io.modeldeployment.server.inference.Tokenized;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The spans of one request: the request itself, its tokenization, and for each batch that its texts were in the wait and the
 * forward pass. Those of a batch are made by the worker afterwards, from the times it took.
 */
final class TracedRequest implements RequestListener, BatchRider {
    private static final AttributeKey<Long> STATUS = AttributeKey.longKey("http.response.status_code");
    private static final AttributeKey<String> ROUTE = AttributeKey.stringKey("http.route");
    private static final AttributeKey<Long> TEXTS = AttributeKey.longKey("modelserver.texts");
    private static final AttributeKey<Long> TOKENS = AttributeKey.longKey("modelserver.tokens");

    private final Tracer tracer;
    private final Span span;
    private final Context context;
    private final TraceClock clock;
    private final String method;
    private volatile long queued;

    /**
     * @param tracer makes the spans
     * @param span the request's span, which is ended with its answer
     * @param clock the clock that the span was started by
     * @param method the request's method, which becomes part of the span's name
     */
    TracedRequest(Tracer tracer, Span span, TraceClock clock, String method) {
        this.tracer = tracer;
        this.span = span;
        this.context = Context.root().with(span);
        this.clock = clock;
        this.method = method;
        this.queued = System.nanoTime();
    }

    SpanContext spanContext() {
        return span.getSpanContext();
    }

    TraceClock clock() {
        return clock;
    }

    @Override
    public void onTokenized(Tokenized tokenized, Duration took) {
        long now = System.nanoTime();
        queued = now;
        if (!span.isRecording()) {
            return;
        }
        span("tokenization", now - took.toNanos())
                .setAttribute(TEXTS, (long) tokenized.encoded().size())
                .setAttribute(TOKENS, (long) tokenized.tokens())
                .end(clock.epochNanos(now), TimeUnit.NANOSECONDS);
    }

    /** The request's texts, or some of them, were in that batch, which has a span of its own. */
    void onBatch(BatchRun run, SpanContext batch) {
        // A text that equals one under way joins its computation, which may have begun before.
        long taken = Math.max(queued, run.startNanos());
        span("queue", queued).end(clock.epochNanos(taken), TimeUnit.NANOSECONDS);
        Span forward = tracer.spanBuilder("forward")
                .setParent(context)
                .setStartTimestamp(clock.epochNanos(taken), TimeUnit.NANOSECONDS)
                .addLink(batch)
                .startSpan();
        if (run.failure() != null) {
            forward.setStatus(StatusCode.ERROR, run.failure().getClass().getSimpleName());
        }
        forward.end(clock.epochNanos(run.endNanos()), TimeUnit.NANOSECONDS);
    }

    private Span span(String name, long start) {
        return tracer.spanBuilder(name)
                .setParent(context)
                .setStartTimestamp(clock.epochNanos(start), TimeUnit.NANOSECONDS)
                .startSpan();
    }

    @Override
    public void onAnswers(List<Answer> answers, Duration took) {
        span.setAttribute(TEXTS, (long) answers.size());
    }

    @Override
    public void onFailed(Throwable failure, Duration took) {
        span.setAttribute(
                AttributeKey.stringKey("error.type"), failure.getClass().getName());
    }

    @Override
    public void onResponse(int status, @Nullable String route) {
        span.setAttribute(STATUS, (long) status);
        if (route != null) {
            span.updateName(method + " " + route);
            span.setAttribute(ROUTE, route);
        }
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end(clock.epochNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    @Override
    public BatchRider rider() {
        return span.isRecording() ? this : BatchRider.NONE;
    }

    @Override
    public String traceId() {
        return spanContext().getTraceId();
    }
}
