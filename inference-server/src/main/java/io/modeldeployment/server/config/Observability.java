package io.modeldeployment.server.config;

import ch.qos.logback.classic.LoggerContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.observe.RequestLog;
import io.modeldeployment.server.observe.RequestObserver;
import io.modeldeployment.server.observe.otel.OtlpTracing;
import org.slf4j.LoggerFactory;

/**
 * What follows requests in this run of the server.
 *
 * @param requests is asked about every request
 * @param batches hears of every batch
 * @param end sends and writes what is left
 */
record Observability(RequestObserver requests, BatchListener batches, Runnable end) implements AutoCloseable {

    /** Sets up what was asked for and nothing else: without an endpoint nothing of OpenTelemetry is loaded. */
    static Observability start(ServeOptions options, MeterRegistry registry) {
        LogOutput log = LogOutput.install((LoggerContext) LoggerFactory.getILoggerFactory(), options.observe());
        log.register(registry, options.modelName(), options.revision());
        RequestObserver predictions = options.observe()
                .predictions()
                .<RequestObserver>map(wanted ->
                        new RequestLog(options.modelName(), options.revision(), wanted.texts(), wanted.sample()))
                .orElse(RequestObserver.NONE);
        return options.observe()
                .tracesEndpoint()
                .map(endpoint -> traced(endpoint, options, predictions, log))
                .orElseGet(() -> new Observability(predictions, BatchListener.NONE, log::close));
    }

    private static Observability traced(
            String endpoint, ServeOptions options, RequestObserver predictions, LogOutput log) {
        OtlpTracing tracing = OtlpTracing.start(endpoint, options.modelName(), options.revision());
        return new Observability(RequestObserver.both(tracing, predictions), tracing, () -> {
            tracing.close();
            log.close();
        });
    }

    /** Sends and writes what is left, for a few seconds at most. */
    @Override
    public void close() {
        end.run();
    }
}
