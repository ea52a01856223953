package io.modeldeployment.operator.reconcile.backup;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.ModelDeploymentStatus;
import io.modeldeployment.operator.backup.Found;
import io.modeldeployment.operator.resources.BackupObjects;
import io.modeldeployment.operator.resources.MountedModel;
import io.modeldeployment.operator.resources.Names;
import io.modeldeployment.operator.rollout.RevisionHash;
import java.util.List;
import java.util.Optional;

/** Looks up what the stable revision of a ModelDeployment serves from: the claim that its pods mount. */
final class SourceFinder {
    private final KubernetesClient client;
    private final ModelBackup backup;

    SourceFinder(KubernetesClient client, ModelBackup backup) {
        this.client = client;
        this.backup = backup;
    }

    /** What there is to back up now. */
    Found find() {
        String name = backup.getSpec().modelDeployment();
        ModelDeployment resource = client.resources(ModelDeployment.class)
                .inNamespace(namespace())
                .withName(name)
                .get();
        if (resource == null) {
            return new Found.NotYet("there is no ModelDeployment " + name);
        }
        Optional<String> stable = Optional.ofNullable(resource.getStatus()).map(ModelDeploymentStatus::stableRevision);
        if (stable.isEmpty()) {
            return new Found.NotYet(name + " has no stable revision yet");
        }
        return template(stable.get())
                .map(template -> MountedModel.of(template, stable.get()))
                .orElseGet(() ->
                        new Found.NotYet("the Deployment of the stable revision " + stable.get() + " is missing"));
    }

    /**
     * What jobs over the files need beside them.
     *
     * @param revision whose pods show it
     * @param image image of the inference server
     */
    BackupObjects.Surroundings surroundings(Optional<String> revision, String image) {
        Optional<PodSpec> pods = revision.flatMap(this::template).map(PodTemplateSpec::getSpec);
        return new BackupObjects.Surroundings(
                image,
                pods.map(PodSpec::getImagePullSecrets).orElseGet(List::of),
                pods.map(PodSpec::getTolerations).orElseGet(List::of));
    }

    private Optional<PodTemplateSpec> template(String revision) {
        Deployment deployment = client.apps()
                .deployments()
                .inNamespace(namespace())
                .withName(Names.revision(backup.getSpec().modelDeployment(), new RevisionHash(revision)))
                .get();
        return Optional.ofNullable(deployment).map(object -> object.getSpec().getTemplate());
    }

    private String namespace() {
        return backup.getMetadata().getNamespace();
    }
}
