package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.modeldeployment.api.v1.JobSource;
import io.modeldeployment.api.v1.ModelDeployment;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The job of a check as it shall be: run once, ended by a deadline, kept for a while to be looked at, and without rights. Its pods
 * carry none of the labels that Services select by.
 */
public final class AnalysisJob {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);
    private static final int KEPT_SECONDS = 3600;
    private static final long GRACE_SECONDS = 5;

    private final ModelDeployment owner;
    private final JobSource source;

    /** For a job of {@code owner} that does what {@code source} says. */
    public AnalysisJob(ModelDeployment owner, JobSource source) {
        this.owner = owner;
        this.source = source;
    }

    /** How long it may run. */
    public Duration timeout() {
        return Optional.ofNullable(source.timeout()).map(Policies::duration).orElse(DEFAULT_TIMEOUT);
    }

    /**
     * The object.
     *
     * @param fill replaces placeholders in what the container is given
     */
    public Job render(String name, UnaryOperator<String> fill) {
        return new JobBuilder()
                .withMetadata(new OwnedObjects(owner).metadataOf(name))
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(timeout().toSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewPodFailurePolicy()
                .addToRules(JobPods.drained())
                .endPodFailurePolicy()
                .withTemplate(template(fill))
                .endSpec()
                .build();
    }

    private PodTemplateSpec template(UnaryOperator<String> fill) {
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(Labels.ANALYSIS, owner.getMetadata().getName())
                .endMetadata()
                .withSpec(JobPods.spec()
                        .addToVolumes(JobPods.tmp())
                        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                        .withImagePullSecrets(
                                PodTemplate.pullSecrets(owner.getSpec().imagePullSecrets()))
                        .withContainers(JobPods.container("check", source.image())
                                .withCommand(filled(source.command(), fill))
                                .withArgs(filled(source.args(), fill))
                                .withEnv(Optional.ofNullable(source.env()).orElse(List.of()).stream()
                                        .map(variable ->
                                                new EnvVar(variable.name(), fill.apply(variable.value()), null))
                                        .toList())
                                .withResources(Optional.ofNullable(source.resources())
                                        .map(ContainerResources::all)
                                        .orElse(null))
                                .withTerminationMessagePolicy("FallbackToLogsOnError")
                                .withVolumeMounts(PodTemplate.mount("tmp", "/tmp", false))
                                .build())
                        .build())
                .build();
    }

    private static List<String> filled(@Nullable List<String> texts, UnaryOperator<String> fill) {
        return Optional.ofNullable(texts).orElse(List.of()).stream().map(fill).toList();
    }
}
