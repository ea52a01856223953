package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.VolumeMountBuilder;
import io.modeldeployment.api.v1.ModelDeployment;
import io.modeldeployment.operator.backup.Place;
import io.modeldeployment.operator.storage.Supply;
import io.modeldeployment.operator.storage.Supply.Restorable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the job of a model's claim has to do: to fetch the model, to copy it out of a backup, or to look at what a snapshot has brought.
 *
 * @param arguments of the server's launcher
 * @param mounts of its container
 * @param volumes that are mounted
 * @param longestSeconds after which it has failed
 */
record FetchTask(List<String> arguments, List<VolumeMount> mounts, List<Volume> volumes, long longestSeconds) {
    private static final String MODEL = "model";
    private static final String BACKUPS = "backups";
    private static final String BACKUPS_PATH = "/backups";
    private static final long LONGEST_FETCH = 24 * 3600;
    /** Recovery goes on to the next backup then. */
    private static final long LONGEST_RESTORE = 3600;

    static FetchTask of(ModelDeployment owner, ModelClaim claim, Supply supply) {
        return supply instanceof Restorable known
                ? switch (known.place()) {
                    case Place.Snapshotted _ -> inspect(claim, known);
                    case Place.Copied copied -> copy(claim, copied, known.digest());
                }
                : fetch(owner, claim);
    }

    private static FetchTask fetch(ModelDeployment owner, ModelClaim claim) {
        List<String> arguments = new ArrayList<>(List.of(
                "model",
                "fetch",
                "--to",
                ModelVolume.MOUNT_PATH,
                "--source-json",
                claim.origin().json(),
                "--max-bytes",
                Long.toString(ModelClaim.room(owner))));
        String sha256 = owner.getSpec().model().sha256();
        if (sha256 != null) {
            arguments.addAll(List.of("--sha256", sha256));
        }
        return new FetchTask(
                arguments,
                List.of(PodTemplate.mount(MODEL, ModelVolume.MOUNT_PATH, false)),
                List.of(volume(MODEL, claim.name(), false)),
                LONGEST_FETCH);
    }

    /** The volume is made from the snapshot, so the files are there. */
    private static FetchTask inspect(ModelClaim claim, Restorable known) {
        VolumeMount mount = new VolumeMountBuilder(PodTemplate.mount(MODEL, ModelVolume.MOUNT_PATH, true))
                .withSubPath(Optional.of(known.restoredPath())
                        .filter(path -> !path.equals("."))
                        .orElse(null))
                .build();
        return new FetchTask(
                List.of("model", "inspect", ModelVolume.MOUNT_PATH, "--sha256", known.digest()),
                List.of(mount),
                List.of(volume(MODEL, claim.name(), true)),
                LONGEST_RESTORE);
    }

    private static FetchTask copy(ModelClaim claim, Place.Copied from, String digest) {
        return new FetchTask(
                List.of(
                        "model",
                        "copy",
                        "--from",
                        BACKUPS_PATH + "/" + from.path(),
                        "--to",
                        ModelVolume.MOUNT_PATH,
                        "--sha256",
                        digest),
                List.of(
                        PodTemplate.mount(MODEL, ModelVolume.MOUNT_PATH, false),
                        PodTemplate.mount(BACKUPS, BACKUPS_PATH, true)),
                List.of(volume(MODEL, claim.name(), false), volume(BACKUPS, from.claim(), true)),
                LONGEST_RESTORE);
    }

    private static Volume volume(String name, String claim, boolean readOnly) {
        return new VolumeBuilder()
                .withName(name)
                .withNewPersistentVolumeClaim(claim, readOnly ? true : null)
                .build();
    }
}
