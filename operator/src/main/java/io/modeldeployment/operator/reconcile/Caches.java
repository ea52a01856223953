package io.modeldeployment.operator.reconcile;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.ControllerRevision;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentSpec;
import io.modeldeployment.api.v1.RecoveryMode;
import io.modeldeployment.api.v1.RecoverySpec;
import io.modeldeployment.operator.reconcile.backup.BackupCare;
import io.modeldeployment.operator.reconcile.rights.Cache;
import io.modeldeployment.operator.reconcile.rights.Denials;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The caches of what belongs to ModelDeployments: no pass without those of a rollout, one without a feature where its own is missing. */
record Caches(
        List<Cache<?, ModelDeployment>> rollout,
        Cache<Job, ModelDeployment> jobs,
        Cache<PersistentVolumeClaim, ModelDeployment> claims,
        Cache<ModelBackup, ModelDeployment> backups,
        Cache<HorizontalPodAutoscaler, ModelDeployment> autoscalers,
        Cache<DaemonSet, ModelDeployment> nodeCaches) {
    static Caches of(EventSourceContext<ModelDeployment> context) {
        return new Caches(
                List.of(
                        cache(Deployment.class, context),
                        cache(Service.class, context),
                        cache(ControllerRevision.class, context),
                        cache(Pod.class, context),
                        cache(EndpointSlice.class, context)),
                cache(Job.class, context),
                cache(PersistentVolumeClaim.class, context),
                new Cache<>(ModelBackup.class, BackupCare.follow(context)),
                new Cache<>(HorizontalPodAutoscaler.class, HorizontalPodAutoscalers.follow(context)),
                new Cache<>(DaemonSet.class, NodeCaches.follow(context)));
    }

    private static <T extends HasMetadata> Cache<T, ModelDeployment> cache(
            Class<T> kind, EventSourceContext<ModelDeployment> context) {
        return new Cache<>(kind, Informers.of(kind, context));
    }

    Stream<EventSource<?, ModelDeployment>> sources() {
        return Stream.concat(rollout.stream(), Stream.of(jobs, claims, backups, autoscalers, nodeCaches))
                .map(Cache::source);
    }

    /**
     * Which features may be looked after in this pass.
     *
     * @param storesModels whether claims and jobs are seen
     * @param runsJobs whether jobs are seen
     * @param keepsBackups whether ModelBackups are seen
     * @param scales what is missing for HorizontalPodAutoscalers
     * @param cachesOnNodes whether DaemonSets are seen
     */
    record Sighted(
            boolean storesModels, boolean runsJobs, boolean keepsBackups, Denials scales, boolean cachesOnNodes) {}

    /** What can be seen of the objects of {@code resource}; what cannot is remembered in {@code denials}. */
    Sighted look(ModelDeployment resource, KubernetesClient client, Denials denials) {
        String namespace = resource.getMetadata().getNamespace();
        rollout.forEach(cache -> cache.require(namespace, client));
        boolean seesJobs = jobs.isFilled(namespace, client, denials);
        boolean seesClaims = claims.isFilled(namespace, client, denials);
        boolean seesBackups = !dependsOnBackups(resource.getSpec()) || backups.isFilled(namespace, client, denials);
        var scales = new Denials();
        autoscalers.isFilled(namespace, client, scales);
        // Who may not see DaemonSets has made none, which only matters to who asks for them.
        boolean seesDaemonSets =
                nodeCaches.isFilled(namespace, client, NodeCaches.isWanted(resource) ? denials : new Denials());
        return new Sighted(seesJobs && seesClaims, seesJobs, seesBackups, scales, seesDaemonSets);
    }

    /** Whether "there is none" would be a wrong answer before the cache is filled. */
    private static boolean dependsOnBackups(ModelDeploymentSpec spec) {
        return spec.backup() != null
                || spec.model().source().backup() != null
                || Optional.ofNullable(spec.recovery())
                        .map(RecoverySpec::mode)
                        .filter(RecoveryMode.RESTORE::equals)
                        .isPresent();
    }
}
