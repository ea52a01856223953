package io.modeldeployment.operator.resources;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.modeldeployment.api.v1.ModelBackup;
import io.modeldeployment.operator.backup.Claim;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a PersistentVolumeClaim says of itself. */
public final class Claims {
    /** Who makes the volume; the second is what older clusters write. */
    private static final List<String> PROVISIONERS =
            List.of("volume.kubernetes.io/storage-provisioner", "volume.beta.kubernetes.io/storage-provisioner");

    private Claims() {}

    /** A claim that files are read from. */
    public static Claim read(PersistentVolumeClaim claim) {
        String phase = claim.getStatus() == null ? null : claim.getStatus().getPhase();
        return "Bound".equals(phase)
                ? new Claim.Bound(
                        driver(claim),
                        Optional.ofNullable(claim.getSpec().getStorageClassName())
                                .filter(name -> !name.isEmpty()))
                : new Claim.Unbound("the PersistentVolumeClaim %s has no volume yet, it is %s"
                        .formatted(claim.getMetadata().getName(), phase == null ? "Pending" : phase));
    }

    /** The claim that copies of {@code modelDeployment} are kept on, which may get its volume with its first pod. */
    public static Claim readStore(PersistentVolumeClaim claim, String modelDeployment) {
        Map<String, String> labels =
                Optional.ofNullable(claim.getMetadata().getLabels()).orElse(Map.of());
        return modelDeployment.equals(labels.get(ModelBackup.OF_LABEL))
                ? read(claim)
                : new Claim.Foreign(
                        "the PersistentVolumeClaim %s exists and is not one for backups: delete or rename it, or label it %s=%s"
                                .formatted(claim.getMetadata().getName(), ModelBackup.OF_LABEL, modelDeployment));
    }

    private static Optional<String> driver(PersistentVolumeClaim claim) {
        Map<String, String> annotations =
                Optional.ofNullable(claim.getMetadata().getAnnotations()).orElse(Map.of());
        return PROVISIONERS.stream()
                .filter(annotations::containsKey)
                .map(annotations::get)
                .findFirst();
    }
}
