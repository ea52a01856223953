package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the pods of all the operator's jobs have in common: they run once and have no rights. */
public final class JobPods {
    /** The label by which Kubernetes tells a job's pods. */
    public static final String JOB_NAME = "batch.kubernetes.io/job-name";

    /** What {@code modelserver model} ends with for a wrong flag, and for what will not change by itself. */
    private static final Integer[] LASTING = {2, 3};

    private JobPods() {}

    /** A pod that runs once, without rights. */
    static PodSpecBuilder spec() {
        return PodTemplate.withoutRights().withRestartPolicy("Never");
    }

    /** A place to write to, to be mounted as {@code tmp}. */
    static Volume tmp() {
        return new VolumeBuilder()
                .withName("tmp")
                .withNewEmptyDir()
                .endEmptyDir()
                .build();
    }

    /** Its container, without rights. */
    static ContainerBuilder container(String name, String image) {
        return new ContainerBuilder().withName(name).withImage(image).withSecurityContext(PodTemplate.restricted());
    }

    /** Ends the job where trying again will not help. */
    static PodFailurePolicyRule lasting(String container) {
        return new PodFailurePolicyRuleBuilder()
                .withAction("FailJob")
                .withNewOnExitCodes()
                .withContainerName(container)
                .withOperator("In")
                .withValues(LASTING)
                .endOnExitCodes()
                .build();
    }

    /** A pod that a node drain takes away says nothing about what the job is for. */
    static PodFailurePolicyRule drained() {
        return new PodFailurePolicyRuleBuilder()
                .withAction("Ignore")
                .addNewOnPodCondition()
                .withType("DisruptionTarget")
                .withStatus("True")
                .endOnPodCondition()
                .build();
    }

    /** The condition of this type, if it is true. */
    public static Optional<JobCondition> condition(Job job, String type) {
        return Optional.ofNullable(job.getStatus()).stream()
                .flatMap(status -> Stream.ofNullable(status.getConditions()))
                .flatMap(List::stream)
                .filter(condition -> type.equals(condition.getType()) && "True".equals(condition.getStatus()))
                .findFirst();
    }

    /** Whether the job is over, well or not. */
    public static boolean hasEnded(Job job) {
        return condition(job, "Complete").isPresent()
                || condition(job, "Failed").isPresent();
    }
}
