package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.modeldeployment.api.v1.BackupSpec;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.CarePlan;
import io.modeldeployment.operator.backup.CarePlanner;
import io.modeldeployment.operator.backup.CarePolicy;
import io.modeldeployment.operator.backup.CareSight;
import io.modeldeployment.operator.backup.Found;
import io.modeldeployment.operator.resources.MountedModel;
import io.modeldeployment.operator.resources.ScheduledBackup;
import io.modeldeployment.operator.status.CareCodec;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The backups of one ModelDeployment in one pass: reads what there are, and then asks for those that are due and removes old ones. */
public final class BackupCare {
    private final ModelDeployment resource;
    private final Context<ModelDeployment> context;

    /** For the backups of {@code resource}. */
    public BackupCare(ModelDeployment resource, Context<ModelDeployment> context) {
        this.resource = resource;
        this.context = context;
    }

    /** Follows every ModelBackup; what a person wrote has no label of ours. */
    public static InformerEventSource<ModelBackup, ModelDeployment> follow(
            EventSourceContext<ModelDeployment> context) {
        return new InformerEventSource<>(
                InformerEventSourceConfiguration.from(ModelBackup.class, ModelDeployment.class)
                        .withSecondaryToPrimaryMapper(backup -> Set.of(new ResourceID(
                                backup.getSpec().modelDeployment(),
                                backup.getMetadata().getNamespace())))
                        .build(),
                context);
    }

    /**
     * What the rollout says of it.
     *
     * @param stable the stable revision and its pods
     * @param candidate a revision that would get its first pod
     * @param inUse finds the backups that revisions are restored from: work that only who keeps backups needs
     */
    public record Scene(
            Optional<Stable> stable, Optional<CareSight.Candidate> candidate, Supplier<Set<String>> inUse) {}

    /** A revision and its pods as they are rendered. */
    public record Stable(String revision, PodTemplateSpec pods) {}

    /** Decides; empty where the spec asks for no backups and no backup is restored. */
    public Optional<CarePlan> look(Scene scene, Instant now) {
        boolean restores =
                scene.candidate().filter(CareSight.Candidate::restores).isPresent();
        Optional<BackupSpec> spec = Optional.ofNullable(resource.getSpec().backup());
        return spec.isPresent() || restores
                ? Optional.of(CarePlanner.plan(policy(spec), sight(scene), now))
                : Optional.empty();
    }

    private CarePolicy policy(Optional<BackupSpec> spec) {
        return new CarePolicy(
                resource.getMetadata().getName(),
                spec.map(BackupSpec::schedule),
                spec.map(BackupSpec::timeZone).orElse("UTC"),
                spec.map(BackupSpec::startingDeadlineSeconds).map(Duration::ofSeconds),
                // Who asks for no backups asks for none to be removed either.
                spec.map(asked -> Optional.ofNullable(asked.keepLast()).orElse(10))
                        .orElse(Integer.MAX_VALUE),
                spec.map(BackupSpec::beforeRollout).orElse(false));
    }

    private CareSight sight(Scene scene) {
        return new CareSight(
                context.getSecondaryResources(ModelBackup.class).stream()
                        .map(ScheduledBackup::known)
                        .toList(),
                scene.inUse().get(),
                scene.stable()
                        .map(stable -> MountedModel.of(stable.pods(), stable.revision()))
                        .orElseGet(() -> new Found.NotYet("There is no stable revision yet")),
                CareCodec.read(resource.getStatus()),
                scene.candidate());
    }

    /** Carries out what was decided. */
    public void act(CarePlan plan) {
        KubernetesClient client = context.getClient();
        for (CarePlan.Action action : plan.actions()) {
            switch (action) {
                case CarePlan.Action.Ask ask -> ask(client, ask);
                case CarePlan.Action.Remove(var name) ->
                    client.resources(ModelBackup.class)
                            .inNamespace(resource.getMetadata().getNamespace())
                            .withName(name)
                            .delete();
            }
        }
    }

    /** One of that name is there already when the pass is repeated, or the clock went back: one a point of the schedule. */
    private void ask(KubernetesClient client, CarePlan.Action.Ask ask) {
        try {
            client.resource(ScheduledBackup.of(resource, ask)).create();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
        }
    }
}
