package io.modeldeployment.operator.app;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfiguration;
import io.javaoperatorsdk.operator.api.config.LeaderElectionConfigurationBuilder;
import io.javaoperatorsdk.operator.health.InformerWrappingEventSourceHealthIndicator;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetrics;
import io.javaoperatorsdk.operator.processing.event.source.controller.ControllerEventSource;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.analysis.Analyses;
import io.modeldeployment.operator.analysis.RequestShares;
import io.modeldeployment.operator.evaluation.run.CandidateEvaluations;
import io.modeldeployment.operator.reconcile.Judges;
import io.modeldeployment.operator.reconcile.ModelDeploymentReconciler;
import io.modeldeployment.operator.reconcile.backup.ModelBackupReconciler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The operator with all that belongs to it: controller, leader election, health and metrics. */
final class OperatorProcess implements AutoCloseable {
    private static final String LEASE = "model-deployment-operator";
    /** How long the start waits for caches; what is decided later waits for them by itself. */
    private static final Duration CACHES = Duration.ofSeconds(15);

    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final Operator operator;
    private final HealthServer health;
    private final LeaseRelease lease;
    private final CandidateEvaluations evaluations;
    private volatile boolean started;
    private volatile boolean closing;

    OperatorProcess(Environment environment, KubernetesClient client, Clock clock, PodAccess pods) throws IOException {
        var metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        operator = new Operator(configuration -> configuration
                .withKubernetesClient(client)
                .withCloseClientOnStop(false)
                .withReconciliationTerminationTimeout(STOP_TIMEOUT)
                // A kind that may not be listed costs the feature that needs it; it is tried again for ever.
                .withStopOnInformerErrorDuringStartup(false)
                .withCacheSyncTimeout(CACHES)
                .withMetrics(MicrometerMetrics.withoutPerResourceMetrics(metrics))
                .withLeaderElectionConfiguration(election(environment, this::stoppedLeading)));
        evaluations = new CandidateEvaluations(client, environment.serverImage(), clock);
        var shares = new RequestShares(pods.metrics(), Executors.newVirtualThreadPerTaskExecutor());
        var reconciler = new ModelDeploymentReconciler(
                clock,
                environment.serverImage(),
                pods.probe(),
                new Judges(evaluations, new Analyses(pods.metrics(), pods.gauges()), shares));
        operator.register(reconciler, controller -> {
            controller.withRetry(forEver()).withOnUpdateFilter(OperatorProcess::matters);
            if (!environment.watchNamespaces().isEmpty()) {
                controller.settingNamespaces(environment.watchNamespaces());
            }
        });
        operator.register(new ModelBackupReconciler(clock, environment.serverImage()), controller -> {
            controller.withRetry(forEver());
            if (!environment.watchNamespaces().isEmpty()) {
                controller.settingNamespaces(environment.watchNamespaces());
            }
        });
        lease = new LeaseRelease(client, environment.podNamespace(), LEASE, environment.podName());
        health = new HealthServer(environment.httpPort(), this::isLive, this::isReady, metrics);
    }

    private static LeaderElectionConfiguration election(Environment environment, Runnable stoppedLeading) {
        return LeaderElectionConfigurationBuilder.aLeaderElectionConfiguration(LEASE)
                .withLeaseNamespace(environment.podNamespace())
                .withIdentity(environment.podName())
                .withLeaseDuration(Duration.ofSeconds(15))
                .withRenewDeadline(Duration.ofSeconds(10))
                .withRetryPeriod(Duration.ofSeconds(2))
                // The library would call System.exit, which waits for ever inside a shutdown hook.
                .withExitOnStopLeading(false)
                .withLeaderCallbacks(new LeaderCallbacks(() -> {}, stoppedLeading, leader -> {}))
                .build();
    }

    /** Who lost the Lease must not write any more; a new process starts from what is persisted. */
    private void stoppedLeading() {
        if (!closing) {
            System.err.println("model-deployment-operator: lost the Lease " + LEASE + ", ending");
            Runtime.getRuntime().halt(1);
        }
    }

    /** Starts to take part in the election, and to work once elected. */
    void start() {
        operator.start();
        started = true;
    }

    /** Who sees no ModelDeployments looks after none, and has no status to say so in. */
    private boolean isReady() {
        return started
                && !operator.getRuntimeInfo()
                        .unhealthyEventSources()
                        .getOrDefault("modeldeployment", Map.of())
                        .containsKey(ControllerEventSource.NAME);
    }

    /** A cache that could never be filled is said in the statuses, and a new process would do no better. */
    private boolean isLive() {
        return !operator.getRuntimeInfo().isStarted()
                || unhealthy()
                        .flatMap(source -> source.informerHealthIndicators().values().stream())
                        .noneMatch(informer -> informer.hasSynced() && informer.getStatus() != Status.HEALTHY);
    }

    private Stream<InformerWrappingEventSourceHealthIndicator<?>> unhealthy() {
        return operator.getRuntimeInfo().unhealthyInformerWrappingEventSourceHealthIndicator().values().stream()
                .flatMap(sources -> sources.values().stream())
                .map(source -> (InformerWrappingEventSourceHealthIndicator<?>) source);
    }

    /** Ends passes under way, then gives the Lease up, so that the next leader need not wait for it to run out. */
    @Override
    public void close() {
        closing = true;
        started = false;
        operator.stop();
        evaluations.close();
        lease.release();
        health.close();
    }

    /** Tries again for as long as it takes, at most half a minute apart. */
    private static GenericRetry forEver() {
        return new GenericRetry()
                .setMaxAttempts(Integer.MAX_VALUE)
                .setInitialInterval(500)
                .setIntervalMultiplier(2)
                .setMaxInterval(30_000);
    }

    /** The spec, an action or the deletion; not a status, which is our own. */
    private static boolean matters(ModelDeployment updated, ModelDeployment before) {
        return !Objects.equals(
                        updated.getMetadata().getGeneration(),
                        before.getMetadata().getGeneration())
                || updated.isMarkedForDeletion()
                || !Objects.equals(action(updated), action(before));
    }

    private static @Nullable String action(ModelDeployment resource) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(ModelDeployment.ACTION_ANNOTATION);
    }
}
