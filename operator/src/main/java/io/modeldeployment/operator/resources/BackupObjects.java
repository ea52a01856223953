package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.LocalObjectReference;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Toleration;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.modeldeployment.api.v1.BackupStorage;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.backup.Source;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of one backup, as they shall be. Jobs and the VolumeSnapshot go when it goes; the claim for copies stays. */
public final class BackupObjects {
    /** What the job that reads files is called, after the backup's name. */
    public static final String INSPECT = "inspect";

    /** What the job that copies files is called. */
    public static final String COPY = "copy";

    /** What the job that removes a copy is called. */
    public static final String REMOVE = "remove";

    private static final String CONTAINER = "model";
    private static final String SOURCE = "/source";
    private static final String BACKUPS = "/backups";
    private static final String BUSYBOX = "/opt/modelserver/busybox";
    private static final int RETRIES = 2;
    private static final int KEPT_SECONDS = 3600;
    private static final long GIB = 1L << 30;
    /** As many models as are kept by default, and the one that is being written. */
    private static final int MODELS = 11;

    private final ModelBackup backup;
    private final Surroundings surroundings;

    /**
     * What the jobs' pods need beside the files.
     *
     * @param image the inference server's
     * @param pullSecrets to pull it with
     * @param tolerations of the pods that serve the model, so that jobs get to the same nodes
     */
    public record Surroundings(String image, List<LocalObjectReference> pullSecrets, List<Toleration> tolerations) {
        public Surroundings {
            pullSecrets = List.copyOf(pullSecrets);
            tolerations = List.copyOf(tolerations);
        }
    }

    /** For the objects of {@code backup}. */
    public BackupObjects(ModelBackup backup, Surroundings surroundings) {
        this.backup = backup;
        this.surroundings = surroundings;
    }

    /** Reads the model's files, and holds them against their manifest where there is one. */
    public Job inspection(Source source) {
        return job(
                INSPECT,
                new Run(List.of(), List.of("model", "inspect", SOURCE), List.of(mounted(source))),
                List.of(volume("source", source.claim(), true)));
    }

    /** Copies the model's files. */
    public Job copy(Source source, Place.Copied to, String digest) {
        return job(
                COPY,
                new Run(
                        List.of(),
                        List.of(
                                "model",
                                "copy",
                                "--from",
                                SOURCE,
                                "--to",
                                BACKUPS + "/" + to.path(),
                                "--sha256",
                                digest),
                        List.of(mounted(source), PodTemplate.mount("backups", BACKUPS, false))),
                List.of(volume("source", source.claim(), true), volume("backups", to.claim(), false)));
    }

    /** Removes a copy. */
    public Job removal(Place.Copied copy) {
        return job(
                REMOVE,
                new Run(
                        List.of(BUSYBOX, "rm", "-rf", BACKUPS + "/" + copy.path()),
                        List.of(),
                        List.of(PodTemplate.mount("backups", BACKUPS, false))),
                List.of(volume("backups", copy.claim(), false)));
    }

    /** The VolumeSnapshot of the claim. */
    public GenericKubernetesResource snapshot(Source source, String snapshotClass) {
        var object = new GenericKubernetesResource();
        object.setApiVersion(Snapshots.GROUP + "/" + Snapshots.VERSION);
        object.setKind(Snapshots.KIND);
        object.setMetadata(metadata(backup.getMetadata().getName()));
        object.setAdditionalProperty(
                "spec",
                Map.of(
                        "volumeSnapshotClassName",
                        snapshotClass,
                        "source",
                        Map.of("persistentVolumeClaimName", source.claim())));
        return object;
    }

    /**
     * The claim for copies; nobody owns it, so that copies outlive the ModelDeployment and each other.
     *
     * @param bytes of one model
     */
    public PersistentVolumeClaim store(String claim, long bytes) {
        var storage = Optional.ofNullable(backup.getSpec().storage());
        return new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(claim)
                .withNamespace(backup.getMetadata().getNamespace())
                .withLabels(labelsOf(backup.getSpec().modelDeployment()))
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(
                        storage.map(BackupStorage::storageClassName).orElse(null))
                .withNewResources()
                .addToRequests("storage", storage.map(BackupStorage::size).orElseGet(() -> room(bytes)))
                .endResources()
                .endSpec()
                .build();
    }

    /** What everything carries that belongs to the backups of {@code modelDeployment}. */
    public static Map<String, String> labelsOf(String modelDeployment) {
        return Map.of(ModelBackup.OF_LABEL, modelDeployment, "app.kubernetes.io/managed-by", Labels.MANAGER);
    }

    private static Quantity room(long bytes) {
        long needed = bytes * MODELS * 6 / 5;
        return new Quantity(Math.max(1, (needed + GIB - 1) / GIB) + "Gi");
    }

    /** What a container runs; without a command it is the image's, the server's launcher. */
    private record Run(List<String> command, List<String> arguments, List<VolumeMount> mounts) {}

    private Job job(String task, Run run, List<Volume> volumes) {
        return new JobBuilder()
                .withMetadata(metadata(Names.backupJob(backup.getMetadata().getName(), task)))
                .withNewSpec()
                .withBackoffLimit(RETRIES)
                .withActiveDeadlineSeconds(deadlineSeconds())
                .withTtlSecondsAfterFinished(KEPT_SECONDS)
                .withNewPodFailurePolicy()
                .addToRules(JobPods.lasting(CONTAINER), JobPods.drained())
                .endPodFailurePolicy()
                .withTemplate(template(run, volumes))
                .endSpec()
                .build();
    }

    private long deadlineSeconds() {
        return Optional.ofNullable(backup.getSpec().deadlineSeconds()).orElse(3600);
    }

    private PodTemplateSpec template(Run run, List<Volume> volumes) {
        String modelDeployment = backup.getSpec().modelDeployment();
        return new PodTemplateSpecBuilder()
                .withNewMetadata()
                .addToLabels(ModelBackup.OF_LABEL, modelDeployment)
                .endMetadata()
                .withSpec(JobPods.spec()
                        .withImagePullSecrets(surroundings.pullSecrets())
                        .withTolerations(surroundings.tolerations())
                        // A volume that one node at a time may use is where the pods that serve from it are.
                        .withNewAffinity()
                        .withNewPodAffinity()
                        .addNewPreferredDuringSchedulingIgnoredDuringExecution()
                        .withWeight(100)
                        .withNewPodAffinityTerm()
                        .withTopologyKey("kubernetes.io/hostname")
                        .withNewLabelSelector()
                        .addToMatchLabels(Labels.NAME, modelDeployment)
                        .endLabelSelector()
                        .endPodAffinityTerm()
                        .endPreferredDuringSchedulingIgnoredDuringExecution()
                        .endPodAffinity()
                        .endAffinity()
                        .addToContainers(JobPods.container(CONTAINER, surroundings.image())
                                .withCommand(run.command())
                                .withArgs(run.arguments())
                                .withTerminationMessagePolicy("FallbackToLogsOnError")
                                .withVolumeMounts(run.mounts())
                                .addToVolumeMounts(PodTemplate.mount("tmp", "/tmp", false))
                                .build())
                        .withVolumes(volumes)
                        .addToVolumes(JobPods.tmp())
                        .build())
                .build();
    }

    private static VolumeMount mounted(Source source) {
        return new VolumeMountBuilder(PodTemplate.mount("source", SOURCE, true))
                .withSubPath(source.path().equals(".") ? null : source.path())
                .build();
    }

    private static Volume volume(String name, String claim, boolean readOnly) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim(claim, readOnly ? true : null)
                .build();
    }

    private ObjectMeta metadata(String name) {
        return new ObjectMetaBuilder()
                .withName(name)
                .withNamespace(backup.getMetadata().getNamespace())
                .withLabels(labelsOf(backup.getSpec().modelDeployment()))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(backup.getApiVersion())
                        .withKind(backup.getKind())
                        .withName(backup.getMetadata().getName())
                        .withUid(backup.getMetadata().getUid())
                        .withController(true)
                        .withBlockOwnerDeletion(true)
                        .build())
                .build();
    }
}
