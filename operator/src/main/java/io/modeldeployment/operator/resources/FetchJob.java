package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.modeldeployment.api.v1.ImagePullPolicy;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.api.v1.SchedulingSpec;
import io.modeldeployment.api.v1.ServerSpec;
import io.modeldeployment.operator.rollout.RevisionHash;
import io.modeldeployment.operator.storage.Supply;
import java.util.Map;
import java.util.Optional;

/**
 * The job that brings a model onto its claim and looks at what came, by the server's own image: without rights and devices, where the model's
 * pods may run too, so that a volume that is made for its first pod suits them. What may pass is tried again, by the program and then by the job; what will
 * not pass ends it at once.
 */
public final class FetchJob {
    /** Where it says how far it is. */
    public static final int PROGRESS_PORT = 8080;

    /** Its only container. */
    public static final String CONTAINER = "fetch";

    private static final int RETRIES = 3;
    private static final long GRACE_SECONDS = 5;

    private final ModelDeployment owner;
    private final ModelClaim claim;
    private final FetchTask task;

    /** @param supply what is known of where the model comes from */
    public FetchJob(ModelDeployment owner, ModelClaim claim, Supply supply) {
        this.owner = owner;
        this.claim = claim;
        this.task = FetchTask.of(owner, claim, supply);
    }

    /**
     * The object.
     *
     * @param wantedBy the revision that wants the model
     * @param attempt when its rollout began
     * @param serverImage image to use where the spec names none
     */
    public Job render(RevisionHash wantedBy, String attempt, String serverImage) {
        var metadata = new OwnedObjects(owner).metadataOf(claim.jobName());
        metadata.getLabels().put(Labels.MODEL, owner.getMetadata().getName());
        metadata.getLabels().put(Labels.REVISION, wantedBy.value());
        metadata.setAnnotations(Map.of(Labels.ATTEMPT, attempt));
        return new JobBuilder()
                .withMetadata(metadata)
                .withNewSpec()
                .withBackoffLimit(RETRIES)
                .withActiveDeadlineSeconds(task.longestSeconds())
                .withNewPodFailurePolicy()
                .addToRules(JobPods.lasting(CONTAINER), JobPods.drained())
                .endPodFailurePolicy()
                .withTemplate(template(serverImage))
                .endSpec()
                .build();
    }

    private PodTemplateSpec template(String serverImage) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Labels.MODEL, owner.getMetadata().getName())
                .endMetadata()
                .withSpec(DevicePods.onNodesOf(Devices.of(owner.getSpec().accelerator()), pod(serverImage)))
                .build();
    }

    private PodSpec pod(String serverImage) {
        Optional<ServerSpec> server = Optional.ofNullable(owner.getSpec().server());
        Optional<SchedulingSpec> scheduling =
                Optional.ofNullable(owner.getSpec().scheduling());
        return JobPods.spec()
                .addToVolumes(JobPods.tmp())
                .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                .withNodeSelector(scheduling.map(SchedulingSpec::nodeSelector).orElse(null))
                .withTolerations(PodTemplate.tolerations(scheduling))
                .withImagePullSecrets(PodTemplate.pullSecrets(owner.getSpec().imagePullSecrets()))
                .withContainers(JobPods.container(
                                CONTAINER, server.map(ServerSpec::image).orElse(serverImage))
                        .withImagePullPolicy(PodTemplate.policy(
                                server.map(ServerSpec::imagePullPolicy).orElse(ImagePullPolicy.IF_NOT_PRESENT)))
                        .withArgs(task.arguments())
                        .addToArgs("--progress-port", Integer.toString(PROGRESS_PORT))
                        .withEnv(claim.origin().secrets())
                        .withNewResources()
                        .addToRequests("cpu", new Quantity("100m"))
                        .addToRequests("memory", new Quantity("256Mi"))
                        .addToLimits("memory", new Quantity("512Mi"))
                        .endResources()
                        .withVolumeMounts(PodTemplate.mount("tmp", "/tmp", false))
                        .addAllToVolumeMounts(task.mounts())
                        .build())
                .addAllToVolumes(task.volumes())
                .build();
    }
}
