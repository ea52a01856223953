package io.modeldeployment.server.config;

import io.micrometer.core.instrument.Tags;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.server.backend.DeviceChoice;
import io.modeldeployment.server.batch.BatchListener;
import io.modeldeployment.server.gpu.Nvml;
import io.modeldeployment.server.health.ForwardHealth;
import io.modeldeployment.server.health.ServerState;
import io.modeldeployment.server.inference.InferenceService;
import io.modeldeployment.server.inference.ModelSlot;
import io.modeldeployment.server.inference.ServedModel;
import io.modeldeployment.server.inference.ServerMetrics;
import io.modeldeployment.server.model.Head;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the server, from the flags to the exit code. */
final class ModelServerProcess {
    private static final Logger LOG = LoggerFactory.getLogger("modelserver");

    private final ServeOptions options;
    private final ServerState state = new ServerState();
    private final ForwardHealth forwardHealth = new ForwardHealth();
    private final ModelSlot slot = new ModelSlot();
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final ServerMetrics metrics;
    private final Observability observability;
    private final Guards guards;

    ModelServerProcess(ServeOptions options) {
        this.options = options;
        this.guards = new Guards(
                options.guard(), registry, Tags.of("model_name", options.modelName(), "revision", options.revision()));
        this.metrics = new ServerMetrics(registry, options.modelName(), options.revision());
        this.observability = Observability.start(options, registry);
    }

    /**
     * Serves until the process is told to end; returns only when the start fails.
     *
     * @param onReady is told the port, on this thread, when the server is ready
     */
    int run(IntConsumer onReady) {
        Shutdown shutdown = new Shutdown(state, options.drain(), this::end);
        Runtime.getRuntime().addShutdownHook(new Thread(shutdown, "shutdown"));
        // The model loads while the HTTP side starts, so that probes are answered during a long load.
        CompletableFuture<Void> checking = FileCheck.start(options);
        CompletableFuture<ModelLoader.Loaded> loading = CompletableFuture.supplyAsync(
                () -> new ModelLoader(options, guards)
                        .load(metrics, BatchListener.both(forwardHealth, observability.batches())),
                task -> Thread.ofPlatform().name("model-loader").daemon().start(task));
        try {
            HttpServer http = startHttp();
            checking.join(); // first: what a damaged file does to the load says less
            ModelLoader.Loaded loaded = loading.join();
            shutdown.covers(http, loaded);
            watchGpus(loaded.backend().device());
            slot.fill(loaded.service());
            state.ready();
            logReady(loaded.service(), http);
            onReady.accept(http.port());
            new CountDownLatch(1).await();
            return 0;
        } catch (CompletionException e) {
            return fail(e.getCause() == null ? e : e.getCause());
        } catch (InterruptedException | RuntimeException e) {
            return fail(e);
        }
    }

    private void end() {
        guards.forget();
        observability.close();
    }

    private void watchGpus(String device) {
        if (!device.equals("cpu")) {
            Nvml.open(Nvml.LIBRARY).ifPresent(metrics::watch);
        }
    }

    private int fail(Throwable failure) {
        int code = FatalError.report(failure, options);
        observability.close();
        // Worker threads may be inside the engine, whose destructors would crash under them.
        Runtime.getRuntime().halt(code);
        return code;
    }

    private HttpServer startHttp() {
        ServerApplication.Parts parts = new ServerApplication.Parts(
                state, forwardHealth, slot, registry, options.bodies(), observability.requests(), guards.http(metrics));
        return ServerApplication.start(options.address(), parts);
    }

    private void logReady(InferenceService service, HttpServer http) {
        ServedModel served = service.model();
        LOG.info(
                "serving {} revision {} ({}) on http://{}:{}, device {}, up to {} tokens a text, management port {}, ready after {} s",
                served.name(),
                served.revision(),
                served.head() instanceof Head.Classifier ? "text-classification" : "embedding",
                options.address().host(),
                http.port(),
                device(served),
                service.limits().maxTokens(),
                http.managementPort().isPresent() ? http.managementPort().getAsInt() : "none",
                "%.1f"
                        .formatted((System.currentTimeMillis()
                                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                                / 1000.0));
    }

    /** Who has a GPU and reads of the CPU learns here that nobody found it. */
    private String device(ServedModel served) {
        boolean fellBack =
                options.device() == DeviceChoice.AUTO && served.device().equals("cpu");
        return fellBack ? "cpu (--device auto found no CUDA device)" : served.device();
    }
}
