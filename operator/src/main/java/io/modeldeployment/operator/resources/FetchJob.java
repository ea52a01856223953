package io.modeldeployment.operator.resources;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The job that brings a model onto its claim, by the server's own image: without rights, where the model's pods may run too, so that
 * a volume that is made for its first pod suits them. What may pass is tried again, by the program and then by the job; what will
 * not pass ends it at once.
 */
public final class FetchJob {
    /** Where it says how far it is. */
    public static final int PROGRESS_PORT = 8080;

    /** Its only container. */
    public static final String CONTAINER = "fetch";

    private static final int RETRIES = 3;
    private static final long LONGEST_SECONDS = 24 * 3600;
    private static final long GRACE_SECONDS = 5;
    /** What the program ends with where trying again will not help: a wrong flag, or what the other side will not change. */
    private static final Integer[] LASTING = {2, 3};

    private final ModelDeployment owner;
    private final ModelClaim claim;

    public FetchJob(ModelDeployment owner, ModelClaim claim) {
        this.owner = owner;
        this.claim = claim;
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
                .withActiveDeadlineSeconds(LONGEST_SECONDS)
                .withNewPodFailurePolicy()
                .addNewRule()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(CONTAINER)
                .withOperator("In")
                .withValues(LASTING)
                .endOnExitCodes()
                .endRule()
                .addToRules(JobPods.drained())
                .endPodFailurePolicy()
                .withTemplate(template(serverImage))
                .endSpec()
                .build();
    }

    private PodTemplateSpec template(String serverImage) {
        Optional<ServerSpec> server = Optional.ofNullable(owner.getSpec().server());
        Optional<SchedulingSpec> scheduling =
                Optional.ofNullable(owner.getSpec().scheduling());
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Labels.MODEL, owner.getMetadata().getName())
                .endMetadata()
                .withSpec(JobPods.spec()
                        .addToVolumes(JobPods.tmp())
                        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                        .withNodeSelector(
                                scheduling.map(SchedulingSpec::nodeSelector).orElse(null))
                        .withTolerations(PodTemplate.tolerations(scheduling))
                        .withImagePullSecrets(
                                PodTemplate.pullSecrets(owner.getSpec().imagePullSecrets()))
                        .withContainers(JobPods.container(
                                        CONTAINER, server.map(ServerSpec::image).orElse(serverImage))
                                .withImagePullPolicy(PodTemplate.policy(
                                        server.map(ServerSpec::imagePullPolicy).orElse(ImagePullPolicy.IF_NOT_PRESENT)))
                                .withArgs(arguments())
                                .withEnv(claim.origin().secrets())
                                .withNewResources()
                                .addToRequests("cpu", new Quantity("100m"))
                                .addToRequests("memory", new Quantity("256Mi"))
                                .addToLimits("memory", new Quantity("512Mi"))
                                .endResources()
                                .withVolumeMounts(
                                        PodTemplate.mount("tmp", "/tmp", false),
                                        PodTemplate.mount("model", ModelVolume.MOUNT_PATH, false))
                                .build())
                        .addNewVolume()
                        .withName("model")
                        .withNewPersistentVolumeClaim(claim.name(), null)
                        .endVolume()
                        .build())
                .build();
    }

    private List<String> arguments() {
        List<String> arguments = new ArrayList<>(List.of(
                "model",
                "fetch",
                "--to",
                ModelVolume.MOUNT_PATH,
                "--source-json",
                claim.origin().json(),
                "--max-bytes",
                Long.toString(ModelClaim.room(owner)),
                "--progress-port",
                Integer.toString(PROGRESS_PORT)));
        String sha256 = owner.getSpec().model().sha256();
        if (sha256 != null) {
            arguments.addAll(List.of("--sha256", sha256));
        }
        return arguments;
    }
}
