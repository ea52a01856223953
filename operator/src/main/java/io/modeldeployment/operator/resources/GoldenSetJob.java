package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.modeldeployment.api.v1.GoldenSetVolume;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The job that hands the operator a golden set that lies on a claim: its pod sees nothing but that file, serves it by HTTP for as
 * long as it takes, and goes by itself where the operator does not come back for it.
 */
public final class GoldenSetJob {
    /** Where its pod serves the file. */
    public static final int PORT = 8080;

    /** Path of the file by HTTP. */
    public static final String PATH = "/golden-set.jsonl";

    private static final String BUSYBOX = "/opt/modelserver/busybox";
    private static final String DIRECTORY = "/golden";
    private static final int KEPT_SECONDS = 60;
    private static final long GRACE_SECONDS = 1;

    private GoldenSetJob() {}

    /**
     * The object.
     *
     * @param name of the ModelDeployment
     * @param image the server's, which has the program that serves the file
     * @param timeout when its pod ends in any case
     */
    public static Job render(String name, String image, GoldenSetVolume volume, Duration timeout) {
        return new JobBuilder()
                .withNewMetadata()
                .withGenerateName(name + "-golden-set-")
                .addToLabels(Labels.ANALYSIS, name)
                .endMetadata()
                .withNewSpec()
                .withBackoffLimit(0)
                .withActiveDeadlineSeconds(Math.max(1, timeout.toSeconds()))
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels(Map.of(Labels.ANALYSIS, name))
                .endMetadata()
                .withSpec(JobPods.spec()
                        .withTerminationGracePeriodSeconds(GRACE_SECONDS)
                        .withContainers(container(image, volume))
                        .addNewVolume()
                        .withName("golden-set")
                        // Read-only, or a file that is missing would be made as a directory.
                        .withNewPersistentVolumeClaim(volume.claimName(), true)
                        .endVolume()
                        .build())
                .endTemplate()
                .endSpec()
                .build();
    }

    private static Container container(String image, GoldenSetVolume volume) {
        return JobPods.container("golden-set", image)
                .withCommand(BUSYBOX, "httpd", "-f", "-p", String.valueOf(PORT), "-h", DIRECTORY)
                .withTerminationMessagePolicy("FallbackToLogsOnError")
                .withVolumeMounts(new VolumeMountBuilder()
                        .withName("golden-set")
                        .withMountPath(DIRECTORY + PATH)
                        .withSubPath(Optional.ofNullable(volume.path()).orElse("golden-set.jsonl"))
                        .withReadOnly(true)
                        .build())
                .build();
    }
}
